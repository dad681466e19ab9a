import type { Middleware } from 'koa';
import type { Views } from '../views';

/** Header fields by name. */
export type HeaderFields = Readonly<Record<string, string>>;

/** What the header table depends on. */
export interface SecurityHeadersProps {
  /** The inline script and style that pages may run. */
  readonly contentSecurityPolicy: Views['contentSecurityPolicy'];
  /** True where a balancer ends TLS before the app: then browsers are told to stay on it. */
  readonly behindTls: boolean;
}

/**
 * The header fields of every answer, computed once at start. Answers are not stored unless a route says otherwise, and
 * depend on what they are negotiated by.
 */
export function createSecurityHeaders(props: SecurityHeadersProps): HeaderFields {
  const { scriptHashes, styleHashes } = props.contentSecurityPolicy;
  const policy = [
    "default-src 'none'",
    `script-src ${scriptHashes.join(' ') || "'none'"}`,
    `style-src ${styleHashes.join(' ') || "'none'"}`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    ...(props.behindTls ? ['upgrade-insecure-requests'] : []),
  ];
  return {
    'Content-Security-Policy': policy.join('; '),
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    // With no-referrer, browsers would send `Origin: null` with our own form.
    'Referrer-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'no-store',
    Vary: 'Accept, Origin',
    ...(props.behindTls && {
      'Strict-Transport-Security': 'max-age=31536000',
      // Browsers ignore it on plain HTTP, and complain in the console.
      'Cross-Origin-Opener-Policy': 'same-origin',
    }),
  };
}

/** Sets the table on every answer, whatever comes of the request. */
export function setHeaders(headers: HeaderFields): Middleware {
  const fields = Object.entries(headers);
  return (ctx, next) => {
    // Not ctx.set, which looks at each value again: this is on the way of every answer.
    for (const [name, value] of fields) ctx.res.setHeader(name, value);
    return next();
  };
}
