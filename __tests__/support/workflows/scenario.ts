import { FakeGitHub } from './fake-github';
import { StubPrograms } from './stub-programs';
import { loadWorkflow } from './workflow';
import { type Repository, type WorkflowEvent, WorkflowRun } from './workflow-run';

/** The GitHub variables of a repository with the complete set-up. */
const variables = { AWS_PLAN_ROLE_ARN: 'plan-role', AWS_REGION: 'eu-central-1' };

/** A repository on a fake GitHub. Its environments are `dev`, with a local state, and `staging`, with a state in S3. */
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

  /**
   * Runs a workflow.
   * @param file the name of the file in `.github/workflows`
   * @param attempts how many times the jobs run, as after "Re-run all jobs". @default 1
   */
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

/**
 * Returns an event of pull request 42.
 * @param own properties of the pull request that replace the defaults
 */
export function pullRequest(action: string, own: Readonly<Record<string, unknown>> = {}): WorkflowEvent {
  const head = { sha: '0123456789abcdef', repo: { full_name: 'acme/app' } };
  const pull_request = { number: 42, user: { login: 'ada' }, labels: [], head, ...own };
  return { name: 'pull_request', action, payload: { pull_request } };
}

/** Returns the summary of a plan. Without `changes`, the plan changes nothing. */
export function summaryOf(changes: object = {}): object {
  const none = { created: [], changed: [], replaced: [], destroyed: [], forgotten: [], moved: [], outputs: [] };
  return { ...none, access: [], dataLoss: [], warnings: [], ...changes };
}

/** Returns a changed resource, as in the summary of a plan. */
export function resource(address: string, changes: readonly object[] = []): object {
  return { address, type: address.split('.')[0], changes, forcedBy: [] };
}
