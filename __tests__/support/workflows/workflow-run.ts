import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runStep } from '../../../tools/workflows/steps';
import { type Contexts, evaluate, interpolate, isTruthy } from './expression';
import type { StubPrograms } from './stub-programs';
import type { Permissions, Workflow, WorkflowJob, WorkflowStep } from './workflow';

const { checkCredentials }: { checkCredentials(variables: NodeJS.ProcessEnv): void } =
  require('../../../tools/workflows/check-credentials.js');

/** The event that starts a workflow. */
export interface WorkflowEvent {
  /** The name of the event, such as `pull_request`. */
  readonly name: string;
  /** The activity type of the event, such as `opened`. */
  readonly action?: string;
  readonly payload?: Readonly<Record<string, unknown>>;
  /** The Git reference of the event, such as `refs/heads/feature`. @default the branch `main` */
  readonly ref?: string;
  /**
   * Whether the event is from a fork. GitHub grants the jobs of such an event neither write permissions nor OIDC tokens.
   * @default false
   */
  readonly isFromFork?: boolean;
}

export interface Repository {
  readonly variables: Readonly<Record<string, string>>;
  /** The variables of each GitHub environment, by the name of the environment. */
  readonly environments?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The address of the fake GitHub API. */
  readonly api: string;
  /**
   * By the name of an npm script, a function that runs in this process instead of a stub program. It gets the arguments after the name,
   * without `--`.
   */
  readonly commands?: Readonly<Record<string, Command>>;
  readonly programs: StubPrograms;
  /** The names of the artifacts whose upload fails. */
  readonly withoutArtifacts?: readonly string[];
}

/** A function that replaces an npm script. */
export type Command = (words: readonly string[], variables: NodeJS.ProcessEnv) => Promise<void>;
type JobResult = 'success' | 'failure' | 'skipped';

interface FinishedJob {
  readonly result: JobResult;
  readonly outputs: Readonly<Record<string, string>>;
}

interface FinishedStep {
  readonly outcome: JobResult;
  readonly outputs: Readonly<Record<string, string>>;
}

/**
 * One run of a workflow. The jobs run one after the other, in the order of the file. Their steps run in this process, or call stub
 * programs.
 */
export class WorkflowRun {
  readonly jobs: Record<string, FinishedJob> = {};
  /** The AWS roles that jobs have assumed, each after the name of the job, as in `plan: arn`. */
  readonly roles: string[] = [];
  /** The actions that jobs have used, each after the name of the job, as in `plan: actions/checkout`. */
  readonly actions: string[] = [];
  /** The GitHub environments whose reviewers were asked for approval. */
  readonly approvals: string[] = [];
  /** The error messages of failed steps, each after the name of the job. */
  readonly errors: string[] = [];
  /** The Markdown of all job summaries, as GitHub shows it for the run. */
  summary = '';
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'workflow-'));

  constructor(
    private readonly workflow: Workflow,
    private readonly event: WorkflowEvent,
    private readonly repository: Repository,
  ) {}

  /** The results of the jobs by their names. Empty if the event does not start the workflow. */
  get results(): Readonly<Record<string, JobResult>> {
    return Object.fromEntries(Object.entries(this.jobs).map(([name, { result }]) => [name, result]));
  }

  /**
   * Runs the jobs if the event starts the workflow.
   * @param attempts how many times the jobs run, as after "Re-run all jobs". @default 1
   */
  async execute(attempts = 1): Promise<this> {
    const folder = process.cwd();
    const log = jest.spyOn(console, 'log').mockImplementation();
    try {
      if (!startsOn(this.workflow, this.event)) return this;
      for (let attempt = 0; attempt < attempts; attempt++) {
        for (const [name, job] of Object.entries(this.workflow.jobs)) this.jobs[name] = await this.#runJob(name, job);
      }
      return this;
    } finally {
      log.mockRestore();
      process.chdir(folder);
      rmSync(this.#folder, { recursive: true, force: true });
    }
  }

  async #runJob(name: string, job: WorkflowJob): Promise<FinishedJob> {
    const needs = Object.fromEntries([job.needs ?? []].flat().map((needed) => [needed, this.jobs[needed]]));
    const environment = job.environment ?? '';
    const contexts: Contexts = {
      github: {
        ...{ event_name: this.event.name, repository: 'acme/app', token: JSON.stringify(this.#permissions(job)) },
        event: { action: this.event.action, ...this.event.payload },
      },
      secrets: {},
      vars: { ...this.repository.variables, ...this.repository.environments?.[environment] },
      needs,
    };
    const isReady = Object.values(needs).every((needed) => needed?.result === 'success');
    const statuses = { success: () => isReady, cancelled: () => false, always: () => true, failure: () => !isReady };
    if (!holds(job.if, contexts, statuses, isReady)) return { result: 'skipped', outputs: {} };
    if (environment !== '') this.approvals.push(environment);

    const workspace = mkdtempSync(path.join(this.#folder, `${name}-`));
    process.chdir(workspace);
    const steps: Record<string, FinishedStep> = {};
    let hasFailed = false;
    for (const [index, step] of job.steps.entries()) {
      const inStep = { ...contexts, steps };
      const now = { success: () => !hasFailed, cancelled: () => false, always: () => true, failure: () => hasFailed };
      const output = path.join(workspace, `.output-${index}`);
      let outcome: JobResult = 'skipped';
      if (holds(step.if, inStep, now, !hasFailed)) {
        outcome = await this.#runStep(name, job, step, inStep, output).then(
          () => 'success',
          (error: Error) => {
            this.errors.push(`${name}: ${error.message}`);
            return 'failure';
          },
        );
      }
      hasFailed ||= outcome === 'failure';
      if (step.id) steps[step.id] = { outcome, outputs: outputsIn(output) };
    }
    const outputs = Object.entries(job.outputs ?? {}).map(([key, text]) => [
      key,
      interpolate(text, { ...contexts, steps }),
    ]);
    return { result: hasFailed ? 'failure' : 'success', outputs: Object.fromEntries(outputs) };
  }

  async #runStep(
    name: string,
    job: WorkflowJob,
    step: WorkflowStep,
    contexts: Contexts,
    output: string,
  ): Promise<void> {
    if (step.uses !== undefined) return this.#use(name, job, step, contexts);
    const summary = `${output}-summary`;
    const env = Object.entries(step.env ?? {}).map(([key, text]) => [key, interpolate(String(text), contexts)]);
    const variables: NodeJS.ProcessEnv = {
      ...process.env,
      ...this.repository.programs.environment,
      ...{ GITHUB_API_URL: this.repository.api, GITHUB_REPOSITORY: 'acme/app', GITHUB_RUN_ID: '7' },
      ...{ GITHUB_EVENT_NAME: this.event.name, GITHUB_REF: this.event.ref ?? 'refs/heads/main' },
      ...{ GITHUB_SERVER_URL: 'https://github.com', GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary },
      ...Object.fromEntries(env),
    };
    const words = (step.run ?? '')
      .replace(/^exec /, '')
      .split(' ')
      .map((word) => word.replace(/\$(\w+)/g, (_match, key) => variables[key] ?? ''));
    try {
      await this.#runWords(words, variables);
    } finally {
      if (existsSync(summary)) this.summary += readFileSync(summary, 'utf8');
    }
  }

  /** Runs a command line. The steps of `tools/workflows/` and `commands` run in this process, all others as stub programs. */
  async #runWords(words: readonly string[], variables: NodeJS.ProcessEnv): Promise<void> {
    const { commands = {}, programs } = this.repository;
    const [program = '', ...args] = words;
    const line = words.join(' ');
    if (line === 'node tools/workflows/check-credentials.js') return checkCredentials(variables);
    if (line.startsWith('npm run workflow -- ')) {
      return runStep(args[3] ?? '', args.slice(4), { variables, stop: new AbortController().signal, settleMs: 0 });
    }
    const command = program === 'npm' && args[0] === 'run' ? commands[args[1] ?? ''] : undefined;
    if (command)
      return command(
        args.slice(2).filter((word) => word !== '--'),
        variables,
      );
    programs.call(line);
  }

  #use(name: string, job: WorkflowJob, { uses = '', with: own = {} }: WorkflowStep, contexts: Contexts): void {
    const input = (key: string) => interpolate(String(own[key] ?? ''), contexts);
    const stored = path.join(this.#folder, `artifact-${input('name')}`);
    const [action] = uses.split('@');
    this.actions.push(`${name}: ${action}`);
    if (action === 'actions/upload-artifact') {
      const file = input('path');
      if (this.repository.withoutArtifacts?.includes(input('name'))) throw new Error('GitHub cannot store artifacts.');
      if (!existsSync(file)) throw new Error(`There is no ${file} to upload.`);
      // Artifacts belong to the run, not to one attempt. So a job that runs again finds the artifact that it stored before.
      if (existsSync(stored) && own.overwrite !== true)
        throw new Error(`The artifact ${input('name')} already exists.`);
      // The artifact of a folder contains the files of the folder, without its name. A single file keeps its name.
      cpSync(file, statSync(file).isDirectory() ? stored : path.join(stored, file), { recursive: true });
    }
    if (action === 'actions/download-artifact') {
      if (!existsSync(stored)) throw new Error(`There is no artifact ${input('name')}.`);
      cpSync(stored, path.resolve(process.cwd(), input('path')), { recursive: true });
    }
    if (action === 'aws-actions/configure-aws-credentials') {
      if (this.#permissions(job)['id-token'] !== 'write')
        throw new Error('The job needs the permission id-token: write to assume a role.');
      if (input('role-to-assume') === '') throw new Error('There is no role to assume.');
      this.roles.push(`${name}: ${input('role-to-assume')}`);
    }
  }

  #permissions(job: WorkflowJob): Permissions {
    const { 'id-token': _token, ...permissions } = job.permissions ?? this.workflow.permissions;
    if (!this.event.isFromFork) return job.permissions ?? this.workflow.permissions;
    return Object.fromEntries(Object.keys(permissions).map((scope) => [scope, 'read' as const]));
  }
}

/**
 * Whether an event starts a workflow. If the workflow has no `types`, a pull request starts it only when the pull
 * request is opened, reopened or changed.
 */
function startsOn({ on }: Workflow, { name, action }: WorkflowEvent): boolean {
  if (!(name in on)) return false;
  const { types = name === 'pull_request' ? ['opened', 'synchronize', 'reopened'] : undefined } = on[name] ?? {};
  return types === undefined || action === undefined || types.includes(action);
}

/**
 * Whether a job or a step runs: evaluates its `if`. If this calls no status function, the previous jobs or steps must also have succeeded.
 */
function holds(
  condition: string | undefined,
  contexts: Contexts,
  statuses: Readonly<Record<string, () => boolean>>,
  succeeded: boolean,
): boolean {
  if (condition === undefined) return succeeded;
  const text = condition.replace(/^\$\{\{(.*)\}\}$/s, '$1');
  const asksForStatus = /\b(success|failure|cancelled|always)\(/.test(text);
  return (asksForStatus || succeeded) && isTruthy(evaluate(text, contexts, statuses));
}

function outputsIn(file: string): Readonly<Record<string, string>> {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  return Object.fromEntries(lines.filter((line) => line !== '').map((line) => line.split(/=(.*)/s).slice(0, 2)));
}
