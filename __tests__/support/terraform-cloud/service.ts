import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { Api } from './api';
import { ApiError, found, type Reply } from './json-api';
import type { Policy } from './policy-check';
import type { ExecutionMode, Workspace } from './workspace';

export interface TerraformCloudOptions {
  /** The one organization that there is. */
  readonly organization: string;
  /** Where runs of new workspaces execute. */
  readonly executionMode: ExecutionMode;
  /** The environment variables of every workspace: what remote runs are given beside Terraform Cloud's own. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** A Terraform Cloud on loopback. Its remote runs are real: the upload is planned and applied by `terraform`. */
export class TerraformCloud {
  readonly #server: Server;
  readonly #api: Api;
  /** Tokens, and whose they are. */
  readonly #tokens = new Map<string, string>();
  #port = 0;
  #fault: { readonly at: RegExp; begin(): void } | undefined;

  private constructor({ organization, executionMode, environment = {} }: TerraformCloudOptions) {
    const service = this;
    this.#server = createServer((incoming, outgoing) => {
      this.#answer(incoming, outgoing).catch(() => outgoing.destroy());
    });
    this.#api = new Api({
      get origin() {
        return service.#origin;
      },
      organization,
      executionMode,
      environment,
      configureRun: (id) => this.cliConfiguration(this.tokenOf(id)),
    });
  }

  static async start(options: TerraformCloudOptions): Promise<TerraformCloud> {
    const service = new TerraformCloud(options);
    await service.recover();
    return service;
  }

  /** Makes a token for somebody. */
  tokenOf(who: string): string {
    const token = randomBytes(16).toString('hex');
    this.#tokens.set(token, who);
    return token;
  }

  /** The CLI configuration that makes `app.terraform.io` this service; a `cloud` block stays as it is. */
  cliConfiguration(token: string): string {
    const url = JSON.stringify(`${this.#origin}/api/v2/`);
    return `host "app.terraform.io" {
  services = { "tfe.v2" = ${url}, "tfe.v2.1" = ${url}, "state.v2" = ${url} }
}
credentials "app.terraform.io" {
  token = ${JSON.stringify(token)}
}
`;
  }

  /** @throws ApiError where nobody has made it */
  workspace(name: string): Workspace {
    return found([...this.#api.workspaces.values()].find((workspace) => workspace.name === name));
  }

  /** Adds a hard-mandatory policy for all runs from now on. */
  enforce(policy: Policy): void {
    this.#api.policies.push(policy);
  }

  /** Refuses connections from the next request of this form on (`POST /path`), and cuts those that stand. */
  dieAt(at: RegExp): void {
    this.#fault = { at, begin: () => this.#close() };
  }

  /** Knows nobody's token from the next request of this form on. */
  revokeTokensAt(at: RegExp): void {
    this.#fault = { at, begin: () => this.#tokens.clear() };
  }

  /** Listens again, at the same address. */
  async recover(): Promise<void> {
    if (this.#server.listening) return;
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Ends the service and what its runs have started. */
  async stop(): Promise<void> {
    const runs = [...this.#api.workspaces.values()].flatMap((workspace) => workspace.runs);
    await Promise.all(runs.map((run) => run.giveUp()));
    this.#close();
  }

  get #origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  #close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = incoming;
    if (this.#fault?.at.test(`${method} ${url}`)) {
      this.#fault.begin();
      this.#fault = undefined;
    }
    const { status, body } = await this.#reply(incoming, method, new URL(url, this.#origin), headers.authorization);
    const isDocument = body !== undefined && !Buffer.isBuffer(body);
    outgoing.writeHead(status, {
      'TFP-API-Version': '2.6',
      'TFP-AppName': 'HCP Terraform',
      'Content-Type': isDocument ? 'application/vnd.api+json' : 'application/octet-stream',
    });
    outgoing.end(isDocument ? JSON.stringify(body) : body);
  }

  async #reply(incoming: IncomingMessage, method: string, url: URL, authorization = ''): Promise<Reply> {
    try {
      const body = await buffer(incoming);
      const who = this.#tokens.get(authorization.replace('Bearer ', ''));
      // The address of an object is a secret of its own.
      const isPublic = url.pathname.startsWith('/objects/') || url.pathname === '/api/v2/ping';
      if (who === undefined && !isPublic) throw new ApiError(401, 'unauthorized');
      return await this.#api.answer({ method, url, body, who: who ?? '' });
    } catch (error) {
      const { status, message } = error instanceof ApiError ? error : { status: 500, message: String(error) };
      return { status, body: { errors: [{ status: String(status), title: message }] } };
    }
  }
}
