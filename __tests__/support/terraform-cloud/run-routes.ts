import { ApiError, found, ok, type Reply, type Resource } from './json-api';
import { type ConfigurationVersion, newId, type Organization } from './organization';
import type { Call, Routes } from './router';
import { Run } from './run';
import { Worker } from './worker';

/** The parts of the service that the handlers of runs use. */
export interface RunContext {
  /** The scheme, host and port of the service's URLs. */
  readonly origin: string;
  /** The environment variables of every workspace. */
  readonly environment: Readonly<Record<string, string>>;
  /** Returns a CLI configuration with a new token for this run. */
  cliConfiguration(runId: string): string;
}

/** Returns the routes for remote runs that the CLI `terraform` needs. */
export function runRoutes(organization: Organization, context: RunContext): Routes {
  const { origin } = context;
  const run = ({ param }: Call) => organization.run(param('id'));
  const configuration = ({ param }: Call) => found(organization.configurations.get(param('id')));
  const act = (change: (run: Run) => void) => (call: Call) => {
    change(run(call));
    return { status: 202 };
  };
  const check = ({ param }: Call) =>
    found([...organization.runs.values()].flatMap((each) => each.policyChecks).find(({ id }) => id === param('id')));
  const readLog = async (call: Call, phase: 'plan' | 'apply'): Promise<Reply> => {
    const [offset, limit] = ['offset', 'limit'].map((name) => Number(call.url.searchParams.get(name)));
    return { status: 200, body: await run(call)[phase].log.read(offset ?? 0, limit ?? 0) };
  };
  return {
    'POST /workspaces/:id/configuration-versions': ({ attributes }) => {
      const version = { id: newId('cv'), isSpeculative: attributes.speculative === true };
      organization.configurations.set(version.id, version);
      return ok(configurationResource(version, origin), 201);
    },
    'GET /configuration-versions/:id': (call) => ok(configurationResource(configuration(call), origin)),
    'PUT /configurations/:id': (call) => {
      configuration(call).upload = call.body;
      return { status: 200 };
    },
    'POST /runs': (call) => ok(startRun(call, organization, context).toResource(), 201),
    'GET /runs/:id': (call) => {
      const found = run(call);
      return ok(found.toResource(), 200, [found.phaseResource('plan', origin), found.workspace.toResource()]);
    },
    'GET /runs/:id/run-events': () => ok([]),
    'POST /runs/:id/actions/apply': act((each) => each.confirm()),
    'POST /runs/:id/actions/discard': act((each) => each.discard()),
    'POST /runs/:id/actions/cancel': act((each) => each.cancel()),
    'GET /workspaces/:id/runs': ({ param }) =>
      ok(organization.workspace(param('id')).runs.map((each) => each.toResource())),
    'GET /organizations/:organization/runs/queue': () => ok([]),
    'GET /plans/plan-:id': (call) => ok(run(call).phaseResource('plan', origin)),
    'GET /plans/plan-:id/json-output': (call) => {
      const { workspace, planJson } = run(call);
      if (!workspace.isAdministered) throw new ApiError(404, 'not found');
      return { status: 200, body: Buffer.from(found(planJson)) };
    },
    // `terraform show` requests this document, but no test needs its content.
    'GET /plans/plan-:id/json-output-redacted': () => ({ status: 200, body: Buffer.from('{}') }),
    'GET /applies/apply-:id': (call) => ok(run(call).phaseResource('apply', origin)),
    'GET /logs/:id/plan': (call) => readLog(call, 'plan'),
    'GET /logs/:id/apply': (call) => readLog(call, 'apply'),
    'GET /policy-checks/:id': (call) => ok(check(call).toResource()),
    'GET /policy-checks/:id/output': (call) => ({ status: 200, body: Buffer.from(check(call).log) }),
  };
}

function configurationResource({ id, upload }: ConfigurationVersion, origin: string): Resource {
  return {
    id,
    type: 'configuration-versions',
    attributes: {
      status: upload === undefined ? 'pending' : 'uploaded',
      'upload-url': `${origin}/configurations/${id}`,
    },
  };
}

function startRun({ attributes, relationship }: Call, organization: Organization, context: RunContext): Run {
  const { environment, cliConfiguration } = context;
  const configuration = found(organization.configurations.get(relationship('configuration-version')));
  const options = {
    isSpeculative: configuration.isSpeculative,
    isDestroy: attributes['is-destroy'] === true,
    autoApply: attributes['auto-apply'] === true,
    isSaved: attributes['save-plan'] === true,
    targets: (attributes['target-addrs'] ?? []) as readonly string[],
  };
  const workspace = organization.workspace(relationship('workspace'));
  const run = new Run(newId('run'), workspace, options, organization.policies);
  organization.runs.set(run.id, run);
  workspace.runs.unshift(run);
  const worker = {
    runId: run.id,
    upload: found(configuration.upload),
    variables: runVariables(attributes.variables),
    cliConfiguration: cliConfiguration(run.id),
    environment,
  };
  run.start(() => Worker.start(worker));
  return run;
}

function runVariables(list: unknown): Record<string, string> {
  const variables = (list ?? []) as readonly { readonly key: string; readonly value: string }[];
  return Object.fromEntries(variables.map(({ key, value }) => [key, value]));
}
