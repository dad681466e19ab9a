import { Agent, request } from 'node:http';

export interface LoopbackRequest {
  /** A host name or an IP address of this machine. @default localhost */
  readonly host?: string;
  readonly port: number;
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** How long to wait for the response, in milliseconds. @default 60_000 */
  readonly timeoutMs?: number;
}

/**
 * Sends one HTTP request to this machine, on a separate connection. Unlike `fetch`, it never uses a proxy from the
 * user's environment.
 */
export async function requestLoopback({ body, timeoutMs = 60_000, ...options }: LoopbackRequest) {
  return new Promise<{ readonly status: number; readonly body: string }>((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const outgoing = request({ host: 'localhost', ...options, agent: new Agent(), signal }, async (response) => {
      try {
        const chunks = await response.setEncoding('utf8').toArray();
        resolve({ status: response.statusCode ?? 0, body: chunks.join('') });
      } catch (error) {
        reject(error);
      }
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
