import { randomBytes } from 'node:crypto';
import { ApiError, found, ok, type Reply, type RequestDocument, type Resource } from './json-api';
import type { Policy } from './policy-check';
import { Run } from './run';
import { type StateVersion, StateVersions, stateVersionResource } from './state-versions';
import { Worker } from './worker';
import { type ExecutionMode, Workspace } from './workspace';

export interface ApiRequest {
  readonly method: string;
  readonly url: URL;
  readonly body: Buffer;
  /** A user's name, or a run's id. */
  readonly who: string;
}

interface Call extends ApiRequest {
  /** The parts of the path that the route leaves open. */
  readonly params: readonly string[];
  readonly attributes: Readonly<Record<string, unknown>>;
  relationship(name: string): string;
}

type Route = readonly [method: string, path: RegExp, answer: (call: Call) => Reply | Promise<Reply>];

/** A configuration that was, or is to be, uploaded. */
interface ConfigurationVersion {
  readonly id: string;
  readonly isSpeculative: boolean;
  upload?: Buffer;
}

/** What the API needs of the service around it. */
export interface Surroundings {
  readonly origin: string;
  readonly organization: string;
  /** Where runs of new workspaces execute. */
  readonly executionMode: ExecutionMode;
  /** The environment variables of every workspace. */
  readonly environment: Readonly<Record<string, string>>;
  /** The CLI configuration of a run's worker, with a token that is the run's own. */
  configureRun(id: string): string;
}

/** The calls of Terraform Cloud's API that `terraform` makes. */
export class Api {
  readonly workspaces = new Map<string, Workspace>();
  readonly policies: Policy[] = [];
  readonly #surroundings: Surroundings;
  readonly #configurations = new Map<string, ConfigurationVersion>();
  readonly #runs = new Map<string, Run>();
  readonly #routes: readonly Route[];

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
    this.#routes = [
      ...this.#organizationRoutes(),
      ...this.#workspaceRoutes(),
      ...this.#stateRoutes(),
      ...this.#configurationRoutes(),
      ...this.#runRoutes(),
      ...this.#logRoutes(),
    ];
  }

  /** @param request a path after `/api/v2` */
  async answer(request: ApiRequest): Promise<Reply> {
    const path = request.url.pathname.replace('/api/v2', '');
    for (const [method, pattern, answer] of this.#routes) {
      const match = method === request.method ? pattern.exec(path) : null;
      if (match) return answer(call(request, match.slice(1)));
    }
    throw new ApiError(404, `no route for ${request.method} ${path}`);
  }

  #organizationRoutes(): Route[] {
    const ofOrganization = (name: string | undefined) =>
      found(name === this.#surroundings.organization ? name : undefined);
    return [
      ['GET', /^\/ping$/, () => ({ status: 204 })],
      [
        'GET',
        /^\/organizations\/([^/]+)\/entitlement-set$/,
        ({ params: [name] }) => {
          const id = ofOrganization(name);
          const attributes = { operations: true, 'state-storage': true, sentinel: true };
          return ok({ id, type: 'entitlement-sets', attributes });
        },
      ],
      [
        'GET',
        /^\/organizations\/([^/]+)\/workspaces\/([^/]+)$/,
        ({ params: [organization, name] }) => {
          ofOrganization(organization);
          return ok(found([...this.workspaces.values()].find((workspace) => workspace.name === name)).toResource());
        },
      ],
      [
        'POST',
        /^\/organizations\/([^/]+)\/workspaces$/,
        ({ params: [organization], attributes }) => {
          const { executionMode } = this.#surroundings;
          const workspace = new Workspace(
            newId('ws'),
            String(attributes.name),
            ofOrganization(organization),
            executionMode,
          );
          this.workspaces.set(workspace.id, workspace);
          return ok(workspace.toResource(), 201);
        },
      ],
      ['GET', /^\/organizations\/([^/]+)\/runs\/queue$/, () => ok([])],
    ];
  }

  #workspaceRoutes(): Route[] {
    const act = (action: string, change: (workspace: Workspace, who: string) => void): Route => [
      'POST',
      new RegExp(`^/workspaces/([^/]+)/actions/${action}$`),
      ({ params: [id], who }) => {
        const workspace = this.#workspace(id);
        change(workspace, who);
        return ok(workspace.toResource());
      },
    ];
    return [
      [
        'PATCH',
        /^\/workspaces\/([^/]+)$/,
        ({ params: [id], attributes }) => {
          const workspace = this.#workspace(id);
          workspace.terraformVersion = String(attributes['terraform-version']);
          return ok(workspace.toResource());
        },
      ],
      act('lock', (workspace, who) => workspace.lock(who)),
      act('unlock', (workspace, who) => workspace.unlock(who)),
      act('force-unlock', (workspace) => workspace.forceUnlock()),
      ['GET', /^\/workspaces\/([^/]+)\/runs$/, ({ params: [id] }) => ok(this.#workspace(id).runs.map(resource))],
    ];
  }

  #stateRoutes(): Route[] {
    return [
      [
        'GET',
        /^\/workspaces\/([^/]+)\/current-state-version$/,
        ({ params: [id] }) => ok(stateVersionResource(found(this.#workspace(id).states.current))),
      ],
      [
        'GET',
        /^\/workspaces\/([^/]+)\/current-state-version-outputs$/,
        ({ params: [id] }) => ok(this.#workspace(id).states.outputs()),
      ],
      [
        'POST',
        /^\/workspaces\/([^/]+)\/state-versions$/,
        ({ params: [workspaceId], attributes: { serial, lineage, md5, force }, who }) => {
          const id = newId('sv');
          const url = `${this.#surroundings.origin}/objects/${id}`;
          const urls = { state: `${url}/state`, json: `${url}/json` };
          const version = { id, serial: Number(serial), lineage: String(lineage), md5: String(md5), urls };
          this.#workspace(workspaceId).addState(version, who, force === true);
          return ok(stateVersionResource(version), 201);
        },
      ],
      ['GET', /^\/state-versions\/([^/]+)$/, ({ params: [id] }) => ok(stateVersionResource(this.#state(id)))],
      [
        'PUT',
        /^\/objects\/([^/]+)\/state$/,
        ({ params: [id], body }) => {
          StateVersions.upload(this.#state(id), body);
          return { status: 200 };
        },
      ],
      ['GET', /^\/objects\/([^/]+)\/state$/, ({ params: [id] }) => ({ status: 200, body: this.#state(id).bytes })],
      ['PUT', /^\/objects\/([^/]+)\/json$/, () => ({ status: 200 })],
    ];
  }

  #configurationRoutes(): Route[] {
    const configuration = (id = '') => found(this.#configurations.get(id));
    const toResource = ({ id, upload }: ConfigurationVersion): Resource => ({
      id,
      type: 'configuration-versions',
      attributes: {
        status: upload === undefined ? 'pending' : 'uploaded',
        'upload-url': `${this.#surroundings.origin}/objects/${id}/configuration`,
      },
    });
    return [
      [
        'POST',
        /^\/workspaces\/[^/]+\/configuration-versions$/,
        ({ attributes }) => {
          const version = { id: newId('cv'), isSpeculative: attributes.speculative === true };
          this.#configurations.set(version.id, version);
          return ok(toResource(version), 201);
        },
      ],
      ['GET', /^\/configuration-versions\/([^/]+)$/, ({ params: [id] }) => ok(toResource(configuration(id)))],
      [
        'PUT',
        /^\/objects\/([^/]+)\/configuration$/,
        ({ params: [id], body }) => {
          configuration(id).upload = body;
          return { status: 200 };
        },
      ],
    ];
  }

  #runRoutes(): Route[] {
    const act = (action: string, change: (run: Run) => void): Route => [
      'POST',
      new RegExp(`^/runs/([^/]+)/actions/${action}$`),
      ({ params: [id] }) => {
        change(this.#run(id));
        return { status: 202 };
      },
    ];
    return [
      ['POST', /^\/runs$/, (request) => ok(this.#createRun(request).toResource(), 201)],
      ['GET', /^\/runs\/([^/]+)$/, ({ params: [id] }) => ok(this.#run(id).toResource())],
      ['GET', /^\/runs\/([^/]+)\/run-events$/, () => ok([])],
      act('apply', (run) => run.confirm()),
      act('discard', (run) => run.discard()),
      act('cancel', (run) => run.cancel()),
    ];
  }

  #logRoutes(): Route[] {
    const check = (id: string | undefined) =>
      found([...this.#runs.values()].flatMap((run) => run.policyChecks).find((each) => each.id === id));
    const phase = (kind: 'plan' | 'apply', plural: string): Route[] => [
      [
        'GET',
        new RegExp(`^/${plural}/${kind}-([^/]+)$`),
        ({ params: [id] }) =>
          ok(this.#run(id).phaseResource(kind, `${this.#surroundings.origin}/objects/${id}/${kind}`)),
      ],
      [
        'GET',
        new RegExp(`^/objects/([^/]+)/${kind}$`),
        async ({ params: [id], url: { searchParams } }) => {
          const [offset, limit] = [Number(searchParams.get('offset')), Number(searchParams.get('limit'))];
          return { status: 200, body: await this.#run(id)[kind].log.read(offset, limit) };
        },
      ],
    ];
    return [
      ...phase('plan', 'plans'),
      ...phase('apply', 'applies'),
      ['GET', /^\/policy-checks\/([^/]+)$/, ({ params: [id] }) => ok(check(id).toResource())],
      [
        'GET',
        /^\/policy-checks\/([^/]+)\/output$/,
        ({ params: [id] }) => ({ status: 200, body: Buffer.from(check(id).log) }),
      ],
    ];
  }

  #createRun({ attributes, relationship }: Call): Run {
    const workspace = this.#workspace(relationship('workspace'));
    const { isSpeculative, upload } = found(this.#configurations.get(relationship('configuration-version')));
    const options = {
      isSpeculative,
      isDestroy: attributes['is-destroy'] === true,
      autoApply: attributes['auto-apply'] === true,
    };
    const run = new Run(newId('run'), workspace, options, this.policies);
    workspace.runs.unshift(run);
    this.#runs.set(run.id, run);
    const { environment } = this.#surroundings;
    const variables = runVariables(attributes.variables);
    const cliConfiguration = this.#surroundings.configureRun(run.id);
    run.start(() => Worker.start({ upload: found(upload), variables, cliConfiguration, runId: run.id, environment }));
    return run;
  }

  #workspace(id = ''): Workspace {
    return found(this.workspaces.get(id));
  }

  #run(id = ''): Run {
    return found(this.#runs.get(id));
  }

  #state(id = ''): StateVersion {
    const versions = [...this.workspaces.values()].map(({ states }) => states.find(id));
    return found(versions.find((version) => version !== undefined));
  }
}

function call(request: ApiRequest, params: readonly string[]): Call {
  const isDocument = !request.url.pathname.startsWith('/objects/') && request.body.length > 0;
  const { data = {} }: RequestDocument = isDocument ? JSON.parse(String(request.body)) : {};
  return {
    ...request,
    params,
    attributes: data.attributes ?? {},
    relationship: (name) => found(data.relationships?.[name]).data.id,
  };
}

function runVariables(list: unknown): Record<string, string> {
  const variables = (list ?? []) as readonly { readonly key: string; readonly value: string }[];
  return Object.fromEntries(variables.map(({ key, value }) => [key, value]));
}

function resource(run: Run): Resource {
  return run.toResource();
}

function newId(kind: string): string {
  return `${kind}-${randomBytes(8).toString('hex')}`;
}
