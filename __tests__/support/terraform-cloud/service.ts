import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { listenOnLoopback } from '../http/loopback-server';
import { ApiError, type Reply } from './json-api';
import { Organization } from './organization';
import type { Policy } from './policy-check';
import { handle, type Routes } from './router';
import { runRoutes } from './run-routes';
import { stateRoutes } from './state-routes';
import type { ExecutionMode, Workspace } from './workspace';
import { workspaceRoutes } from './workspace-routes';

export interface TerraformCloudOptions {
  /** The name of the only organization. */
  readonly organization: string;
  /** Where the runs of all workspaces are executed. */
  readonly executionMode: ExecutionMode;
  /** The environment variables of every workspace, in addition to those that Terraform Cloud sets. @default none */
  readonly environment?: Readonly<Record<string, string>>;
}

/** A failure of the service. It begins with the first matching request. */
interface Fault {
  /** Matches the method and the path of a request, such as `POST /api/v2/runs`. */
  readonly at: RegExp;
  begin(): void;
}

/** A fake Terraform Cloud on loopback. Its remote runs plan and apply the uploaded configuration with the real `terraform`. */
export class TerraformCloud {
  readonly #server: Server;
  readonly #port: number;
  readonly #organization: Organization;
  readonly #routes: Routes;
  /** The user or the run that each token belongs to. */
  readonly #tokens = new Map<string, string>();
  #fault: Fault | undefined;

  private constructor(server: Server, { organization, executionMode, environment = {} }: TerraformCloudOptions) {
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port;
    this.#organization = new Organization(organization, executionMode);
    const cliConfiguration = (runId: string) => this.cliConfiguration(this.createToken(runId));
    this.#routes = {
      ...workspaceRoutes(this.#organization),
      ...stateRoutes(this.#organization, this.#origin),
      ...runRoutes(this.#organization, { origin: this.#origin, environment, cliConfiguration }),
    };
    server.on('request', (incoming, outgoing) => {
      this.#respond(incoming, outgoing).catch(() => outgoing.destroy());
    });
  }

  static async start(options: TerraformCloudOptions): Promise<TerraformCloud> {
    const server = createServer();
    await listenOnLoopback(server);
    return new TerraformCloud(server, options);
  }

  /**
   * Creates a token.
   * @param user the name of a user, or the id of a run
   */
  createToken(user: string): string {
    const token = randomBytes(16).toString('hex');
    this.#tokens.set(token, user);
    return token;
  }

  /**
   * Returns a CLI configuration for `terraform`. It redirects requests for `app.terraform.io` to this service, so that `cloud` blocks need
   * no change.
   */
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

  /**
   * Returns a workspace.
   * @throws ApiError 404 if the workspace does not exist
   */
  workspace(name: string): Workspace {
    return this.#organization.workspaceNamed(name);
  }

  /** Adds a hard-mandatory policy. All later runs check it. */
  addPolicy(policy: Policy): void {
    this.#organization.policies.push(policy);
  }

  /** Simulates an outage that begins with the next matching request: all connections are closed, and new ones are refused. */
  stopAt(at: RegExp): void {
    this.#fault = { at, begin: () => this.#close() };
  }

  /** Revokes all tokens when the next matching request arrives, and rejects this request. */
  revokeTokensAt(at: RegExp): void {
    this.#fault = { at, begin: () => this.#tokens.clear() };
  }

  /** Listens at the same address again, after `stopAt` has stopped the service. */
  async recover(): Promise<void> {
    await listenOnLoopback(this.#server, this.#port);
  }

  /** Aborts all runs and stops the service. */
  async stop(): Promise<void> {
    await Promise.all([...this.#organization.runs.values()].map((run) => run.abort()));
    this.#close();
  }

  get #origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  #close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #respond(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
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
    const user = this.#tokens.get(String(headers.authorization).replace('Bearer ', ''));
    try {
      // Uploads, downloads and logs need no token, because their URLs are secret.
      const isPublic = !url.pathname.startsWith('/api/') || url.pathname === '/api/v2/ping';
      if (user === undefined && !isPublic) throw new ApiError(401, 'unauthorized');
      return await handle(this.#routes, { method, url, body: await buffer(incoming), user: user ?? '' });
    } catch (error) {
      const { status, message } = error instanceof ApiError ? error : { status: 500, message: String(error) };
      return { status, body: { errors: [{ status: String(status), title: message }] } };
    }
  }
}
