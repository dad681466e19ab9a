import type { Middleware } from 'koa';
import type { Views } from '../views';

/** Header fields by name. */
export type HeaderFields = Readonly<Record<string, string>>;

/** The settings that determine the header fields. */
export interface SecurityHeadersProps {
  /** The hashes of the inline scripts and styles that the pages contain. */
  readonly contentSecurityPolicy: Views['contentSecurityPolicy'];
  /** Whether a load balancer terminates TLS. If so, HSTS makes browsers use only HTTPS. */
  readonly behindTls: boolean;
}

/**
 * Returns the header fields of every response, which are computed once at the start. By default, caches must not store
 * responses, and responses vary with the request header fields of content negotiation.
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
      // Sent only with TLS, because over plain HTTP, browsers ignore this field and log a warning.
      'Cross-Origin-Opener-Policy': 'same-origin',
    }),
  };
}

/** Sets the given header fields and X-Request-Id on every response. */
export function setHeaders(headers: HeaderFields): Middleware {
  const fields = Object.entries(headers);
  return (ctx, next) => {
    // ctx.set would check each value again, for every response.
    for (const [name, value] of fields) ctx.res.setHeader(name, value);
    ctx.res.setHeader('X-Request-Id', ctx.state.requestId);
    return next();
  };
}
