import { FakeGitHub } from './fake-github';
import { StubPrograms } from './stub-programs';
import { loadWorkflow } from './workflow';
import { type Repository, type WorkflowEvent, WorkflowRun } from './workflow-run';

/** The variables of the repository after its set-up. */
export const variables = { AWS_PLAN_ROLE_ARN: 'plan-role', AWS_REGION: 'eu-central-1' };

/** A repository on a fake GitHub whose environments are `dev`, with a local state, and `staging`, with a shared one. */
export class Scenario {
  private constructor(
    readonly gitHub: FakeGitHub,
    readonly programs: StubPrograms,
  ) {}

  static async start(): Promise<Scenario> {
    return new Scenario(await FakeGitHub.start(), new StubPrograms('npm'));
  }

  stop(): void {
    this.gitHub.stop();
    this.programs.remove();
  }

  /** Runs a workflow of `.github/workflows`; its jobs run once, or as often as `attempts`. */
  run(
    file: string,
    event: WorkflowEvent,
    { attempts, ...repository }: Partial<Repository> & { readonly attempts?: number } = {},
  ): Promise<WorkflowRun> {
    const run = new WorkflowRun(loadWorkflow(file), event, {
      variables,
      environments: {
        staging: { AWS_DEPLOY_ROLE_ARN: 'staging-role' },
        prod: { AWS_DEPLOY_ROLE_ARN: 'prod-role' },
        preview: { AWS_DEPLOY_ROLE_ARN: 'preview-role' },
      },
      api: this.gitHub.address,
      programs: this.programs,
      ...repository,
    });
    return run.execute(attempts);
  }
}

/** Returns the event of a pull request with the number 42. */
export function pullRequest(action: string, own: Readonly<Record<string, unknown>> = {}): WorkflowEvent {
  const head = { sha: '0123456789abcdef', repo: { full_name: 'acme/app' } };
  const pull_request = { number: 42, user: { login: 'ada' }, labels: [], head, ...own };
  return { name: 'pull_request', action, payload: { pull_request } };
}

/** Returns a summary without changes, except for these. */
export function summaryOf(changes: object = {}): object {
  const none = { created: [], changed: [], replaced: [], destroyed: [], forgotten: [], moved: [], outputs: [] };
  return { ...none, access: [], dataLoss: [], warnings: [], ...changes };
}

/** Returns a resource in a summary. */
export function resource(address: string, changes: readonly object[] = []): object {
  return { address, type: address.split('.')[0], changes, forcedBy: [] };
}
