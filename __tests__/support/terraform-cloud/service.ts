import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { listenOnLoopback } from '../http/loopback-server';
import { ApiError, type Reply } from './json-api';
import { Organization } from './organization';
import type { Policy } from './policy-check';
import { answer, type Routes } from './router';
import { runRoutes } from './run-routes';
import { stateRoutes } from './state-routes';
import type { ExecutionMode, Workspace } from './workspace';
import { workspaceRoutes } from './workspace-routes';

export interface TerraformCloudOptions {
  /** The name of the one organization that there is. */
  readonly organization: string;
  /** Where runs of its workspaces execute. */
  readonly executionMode: ExecutionMode;
  /** The environment variables of every workspace: what remote runs are given beside Terraform Cloud's own. @default none */
  readonly environment?: Readonly<Record<string, string>>;
}

/** What begins with a request of this form. */
interface Fault {
  /** Against method and path, as in `POST /api/v2/runs`. */
  readonly at: RegExp;
  begin(): void;
}

/** A Terraform Cloud on loopback. Its remote runs are real: the upload is planned and applied by `terraform`. */
export class TerraformCloud {
  readonly #server: Server;
  readonly #port: number;
  readonly #organization: Organization;
  readonly #routes: Routes;
  /** Tokens, and whose they are. */
  readonly #tokens = new Map<string, string>();
  #fault: Fault | undefined;

  private constructor(server: Server, { organization, executionMode, environment = {} }: TerraformCloudOptions) {
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port;
    this.#organization = new Organization(organization, executionMode);
    const cliConfiguration = (runId: string) => this.cliConfiguration(this.tokenOf(runId));
    this.#routes = {
      ...workspaceRoutes(this.#organization),
      ...stateRoutes(this.#organization, this.#origin),
      ...runRoutes(this.#organization, { origin: this.#origin, environment, cliConfiguration }),
    };
    server.on('request', (incoming, outgoing) => {
      this.#answer(incoming, outgoing).catch(() => outgoing.destroy());
    });
  }

  static async start(options: TerraformCloudOptions): Promise<TerraformCloud> {
    const server = createServer();
    await listenOnLoopback(server);
    return new TerraformCloud(server, options);
  }

  /** Makes a token for somebody. */
  tokenOf(who: string): string {
    const token = randomBytes(16).toString('hex');
    this.#tokens.set(token, who);
    return token;
  }

  /** The CLI configuration that makes `app.terraform.io` this service; a `cloud` block stays as it is. */
  cliConfiguration(token: string): string {
    const url = `"${this.#origin}/api/v2/"`;
    return `host "app.terraform.io" {
  services = { "tfe.v2" = ${url}, "tfe.v2.1" = ${url}, "state.v2" = ${url} }
}
credentials "app.terraform.io" {
  token = "${token}"
}
`;
  }

  /** @throws ApiError where nobody has made it */
  workspace(name: string): Workspace {
    return this.#organization.workspaceNamed(name);
  }

  /** Adds a hard-mandatory policy for all runs from now on. */
  enforce(policy: Policy): void {
    this.#organization.policies.push(policy);
  }

  /** Refuses connections from the next request of this form on, and cuts those that stand. */
  dieAt(at: RegExp): void {
    this.#fault = { at, begin: () => this.#close() };
  }

  /** Knows nobody's token from the next request of this form on. */
  revokeTokensAt(at: RegExp): void {
    this.#fault = { at, begin: () => this.#tokens.clear() };
  }

  /** Listens again, at the same address, after it has died. */
  async recover(): Promise<void> {
    await listenOnLoopback(this.#server, this.#port);
  }

  /** Ends the service and what its runs have started. */
  async stop(): Promise<void> {
    await Promise.all([...this.#organization.runs.values()].map((run) => run.giveUp()));
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
    if (this.#fault?.at.test(`${incoming.method} ${incoming.url}`)) {
      this.#fault.begin();
      this.#fault = undefined;
    }
    const { status, body } = await this.#reply(incoming);
    const isDocument = body !== undefined && !Buffer.isBuffer(body);
    outgoing.writeHead(status, {
      'TFP-API-Version': '2.6',
      'TFP-AppName': 'HCP Terraform',
      'Content-Type': isDocument ? 'application/vnd.api+json' : 'application/octet-stream',
    });
    outgoing.end(isDocument ? JSON.stringify(body) : body);
  }

  async #reply(incoming: IncomingMessage): Promise<Reply> {
    const { method = '', headers } = incoming;
    const url = new URL(incoming.url ?? '', this.#origin);
    const who = this.#tokens.get(String(headers.authorization).replace('Bearer ', ''));
    try {
      // Outside the API are uploads, downloads and logs, whose addresses are secrets themselves.
      const isPublic = !url.pathname.startsWith('/api/') || url.pathname === '/api/v2/ping';
      if (who === undefined && !isPublic) throw new ApiError(401, 'unauthorized');
      return await answer(this.#routes, { method, url, body: await buffer(incoming), who: who ?? '' });
    } catch (error) {
      const { status, message } = error instanceof ApiError ? error : { status: 500, message: String(error) };
      return { status, body: { errors: [{ status: String(status), title: message }] } };
    }
  }
}
