import { setTimeout as sleep } from 'node:timers/promises';
import { healthPath, readyPath } from '../../contract';
import type { Report } from '../console/steps';
import { fetchErrorReason } from '../shared/fetch-error';

/** The result of a check at the public address. */
export type Verdict =
  | { readonly kind: 'verified' }
  /** The address does not respond to this machine, for example because of a firewall or a recent change of a DNS record. */
  | { readonly kind: 'unreachable'; readonly reason: string }
  /** The address responds, but with another version or with an error. */
  | { readonly kind: 'wrong'; readonly reason: string };

export interface VerifyAddressProps {
  readonly address: string;
  /**
   * The health path of a container that the user provides. Only the status of the response is checked, because such a
   * container need not report its version.
   * @default undefined: the container is the shipped app
   */
  readonly ownHealthPath?: string | undefined;
  readonly version: string;
  /** Whether to store an entry as part of the check. */
  readonly smoke: boolean;
  readonly report: Report;
  readonly stop: AbortSignal;
  /**
   * Whether only some networks can reach the address. The check then ends after the first attempt if this machine cannot
   * reach the address.
   * @default false
   */
  readonly isLimited?: boolean;
  /** How long to wait for the new version, in milliseconds. Old tasks may still respond for a while. @default 60 s */
  readonly timeoutMs?: number | undefined;
  /** The pause between two attempts, in milliseconds. @default 2 s */
  readonly pauseMs?: number;
}

const responseMs = 10_000;

/** Matches Node's error codes for an invalid certificate. Browsers reject such a certificate too. */
const certificateErrors = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME|^ERR_(SSL|TLS)/;

/**
 * Checks that a version responds at the public address: `/health` reports the version, `/ready` returns 200, and the
 * home page loads. For a container that the user provides, checks only the health path.
 * @throws `stop.reason` if `stop` was aborted
 */
export async function verifyAddress(props: VerifyAddressProps): Promise<Verdict> {
  const { timeoutMs = 60_000, pauseMs = 2_000, isLimited = false, stop } = props;
  const end = performance.now() + timeoutMs;
  for (;;) {
    const verdict = await look(props);
    stop.throwIfAborted();
    if (verdict.kind === 'verified' || performance.now() >= end) return verdict;
    if (isLimited && verdict.kind === 'unreachable') return verdict;
    props.report(verdict.reason);
    await sleep(Math.min(pauseMs, timeoutMs), undefined, { signal: stop }).catch(() => stop.throwIfAborted());
  }
}

type Get = (path: string, init?: RequestInit) => Promise<Response>;

async function look(props: VerifyAddressProps): Promise<Verdict> {
  const { address, ownHealthPath, stop, isLimited = false } = props;
  let isForbidden = false;
  const get: Get = async (path, init = {}) => {
    const signal = AbortSignal.any([stop, AbortSignal.timeout(responseMs)]);
    const response = await fetch(new URL(path, address), { ...init, signal });
    isForbidden = response.status === 403;
    return response;
  };
  try {
    const verdict = await (ownHealthPath === undefined ? lookAtShippedApp(get, props) : lookAt(get, ownHealthPath));
    // The web ACL of CloudFront responds with 403 to networks that are not allowed.
    return isLimited && isForbidden ? { kind: 'unreachable', reason: `${address} responds with 403` } : verdict;
  } catch (error) {
    const reason = fetchErrorReason(error);
    if (certificateErrors.test(reason)) return wrong(`the certificate is not valid (${reason})`);
    return { kind: 'unreachable', reason: `${address} does not respond to this machine (${reason})` };
  }
}

/** Checks only that a path returns 200. */
async function lookAt(get: Get, path: string): Promise<Verdict> {
  const { status } = await get(path, { redirect: 'manual' });
  return status === 200 ? { kind: 'verified' } : wrong(`${path} responds with ${status}`);
}

async function lookAtShippedApp(get: Get, { version, smoke }: VerifyAddressProps): Promise<Verdict> {
  const health = await get(healthPath);
  const body = (await health.json().catch(() => ({}))) as { version?: string };
  if (health.status !== 200 || body.version !== version) {
    return wrong(`${healthPath} reports ${body.version ?? `status ${health.status}`} instead of ${version}`);
  }
  const ready = await get(readyPath);
  if (ready.status !== 200) return wrong(`${readyPath} responds with ${ready.status}`);
  const page = await get('/', { headers: { Accept: 'text/html' } });
  if (page.status !== 200) return wrong(`the home page responds with ${page.status} instead of 200`);
  if (!(await page.text()).includes('<form')) return wrong('the home page responds with 200, but contains no form');
  if (smoke) {
    const headers = {
      'Content-Type': 'application/json',
      Accept: 'application/json',
      'Idempotency-Key': `deploy-${version}-smoke`,
    };
    const stored = await get('/', {
      method: 'POST',
      headers,
      body: JSON.stringify({ username: 'smoke-test', digits: '00000000' }),
    });
    if (stored.status !== 201) return wrong(`storing an entry returns ${stored.status} instead of 201`);
  }
  return { kind: 'verified' };
}

function wrong(reason: string): Verdict {
  return { kind: 'wrong', reason };
}
