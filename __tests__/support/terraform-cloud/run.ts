import { ApiError, type Resource } from './json-api';
import { Log } from './log';
import { type Policy, PolicyCheck } from './policy-check';
import type { Worker } from './worker';
import type { WorkspaceLock } from './workspace-lock';

type RunStatus =
  | 'pending'
  | 'planning'
  | 'planned'
  | 'planned_and_finished'
  | 'planned_and_saved'
  | 'confirmed'
  | 'applying'
  | 'applied'
  | 'discarded'
  | 'errored'
  | 'canceled';

type PhaseStatus = 'pending' | 'running' | 'finished' | 'errored' | 'canceled';

/** The options with which a client starts a run. */
export interface RunOptions {
  readonly isDestroy: boolean;
  readonly autoApply: boolean;
  /** Whether the run can only plan, as with `terraform plan` without `-out`. */
  readonly isSpeculative: boolean;
  /** Whether the run saves its plan, as with `terraform plan -out`. Such a run holds no lock while it waits for the apply. */
  readonly isSaved: boolean;
  /** The addresses of the resources to plan, as with `-target`. If the list is empty, all resources are planned. */
  readonly targets: readonly string[];
}

/** The properties of a workspace that its runs need. */
interface RunWorkspace {
  readonly isAdministered: boolean;
  readonly id: string;
  readonly lock: WorkspaceLock;
  toResource(): Resource;
}

/** The plan or the apply of a run. */
interface Phase {
  status: PhaseStatus;
  readonly log: Log;
}

/** The first lines of every log in Terraform Cloud. For an apply, `terraform` skips them. */
const banner = 'Terraform\non a worker\nInitializing plugins and modules...\n';

/** One remote run, from its plan to the end of its apply. */
export class Run {
  status: RunStatus = 'pending';
  readonly plan: Phase = { status: 'pending', log: new Log() };
  readonly apply: Phase = { status: 'pending', log: new Log() };
  readonly policyChecks: PolicyCheck[] = [];
  /** The saved plan as JSON. Undefined if the plan is not saved. */
  planJson: string | undefined;
  readonly #cancellation = new AbortController();
  #hasChanges = false;
  #worker: Worker | undefined;
  #ended: Promise<void> = Promise.resolve();
  #decide: (decision: 'apply' | 'discard') => void = () => undefined;

  constructor(
    readonly id: string,
    readonly workspace: RunWorkspace,
    readonly options: RunOptions,
    private readonly policies: readonly Policy[],
  ) {}

  get #isCanceled(): boolean {
    return this.#cancellation.signal.aborted;
  }

  get isConfirmable(): boolean {
    return ['planned', 'planned_and_saved'].includes(this.status) && !this.options.autoApply;
  }

  get isCancelable(): boolean {
    return ['pending', 'planning', 'applying'].includes(this.status);
  }

  /**
   * Starts the run. It plans as soon as it holds the lock of the workspace. Speculative and saved plans need no lock.
   * @param startWorker starts the machine that runs terraform
   */
  start(startWorker: () => Promise<Worker>): void {
    this.#ended = this.#execute(startWorker);
  }

  /** Resolves when the run has ended, successfully or not. */
  get ended(): Promise<void> {
    return this.#ended;
  }

  async #execute(startWorker: () => Promise<Worker>): Promise<void> {
    const { lock } = this.workspace;
    const { isSpeculative, isSaved } = this.options;
    if (!isSpeculative && !isSaved) await lock.takeInTurn(this.id, this.#cancellation.signal);
    try {
      if (this.#isCanceled) return this.#end('canceled');
      this.#worker = await startWorker();
      await this.#run(this.#worker);
    } catch (error) {
      // The service has no log, so internal errors are appended to the log of the plan, which the client prints.
      this.plan.log.append(`${(error as Error).stack}\n`);
      this.#end('errored');
    } finally {
      await this.#worker?.remove();
      if (lock.owner === this.id) lock.forceRelease();
    }
  }

  /** Discards the run if it waits for a confirmation, cancels it if it is active, and waits until it has ended. */
  async abort(): Promise<void> {
    if (this.isConfirmable) this.discard();
    if (this.isCancelable) this.cancel();
    await this.#ended;
  }

  /**
   * Confirms the plan, so that the run applies it.
   * @throws ApiError 409 if the run does not wait for a confirmation
   */
  confirm(): void {
    if (!this.isConfirmable) throw new ApiError(409, 'the run cannot be applied');
    this.status = 'confirmed';
    this.#decide('apply');
  }

  discard(): void {
    if (!this.isConfirmable) throw new ApiError(409, 'the run cannot be discarded');
    this.#decide('discard');
  }

  cancel(): void {
    if (!this.isCancelable) throw new ApiError(409, 'the run cannot be cancelled');
    this.#cancellation.abort();
    if (this.status === 'pending') this.#end('canceled');
    this.#worker?.interrupt();
  }

  async #run(worker: Worker): Promise<void> {
    this.status = 'planning';
    this.plan.status = 'running';
    if ((await worker.initialize(this.plan.log)) !== 0) return this.#end('errored');
    const planned = await this.#phase(this.plan, worker, planArguments(this.options));
    if (planned === 'failed') return this.#end('errored');
    this.#hasChanges = planned === 'changes';
    await this.#checkPolicies(worker);
    if (this.policyChecks.some(({ isPassed }) => !isPassed)) return this.#end('errored');
    if (this.options.isSaved) this.planJson = await worker.read(['show', '-json', 'run.tfplan']);
    if (this.options.isSpeculative || !this.#hasChanges) return this.#end('planned_and_finished');

    const decision = new Promise((resolve) => (this.#decide = resolve));
    this.status = this.options.isSaved ? 'planned_and_saved' : 'planned';
    this.plan.log.end();
    if (!this.options.autoApply && (await decision) === 'discard') return this.#end('discarded');
    if (this.options.isSaved) await this.workspace.lock.takeInTurn(this.id, this.#cancellation.signal);
    this.status = 'applying';
    const applied = await this.#phase(this.apply, worker, ['apply', '-input=false', '-lock=false', 'run.tfplan']);
    this.#end(applied === 'failed' ? 'errored' : 'applied');
  }

  async #phase(phase: Phase, worker: Worker, args: readonly string[]): Promise<'failed' | 'changes' | 'no changes'> {
    phase.status = 'running';
    phase.log.append(banner);
    const code = this.#isCanceled ? 1 : await worker.terraform(args, phase.log);
    phase.status = this.#isCanceled ? 'canceled' : code === 1 ? 'errored' : 'finished';
    if (code === 1 || this.#isCanceled) return 'failed';
    return code === 2 ? 'changes' : 'no changes';
  }

  async #checkPolicies(worker: Worker): Promise<void> {
    if (this.policies.length === 0) return;
    const plan = JSON.parse(await worker.read(['show', '-json', 'run.tfplan']));
    this.policyChecks.push(new PolicyCheck(`polchk-${this.id}`, this.policies, plan));
  }

  /** Ends the run. It sets the status before it ends the logs, because clients request the status as soon as a log ends. */
  #end(status: RunStatus): void {
    this.status = this.#isCanceled ? 'canceled' : status;
    for (const phase of [this.plan, this.apply]) {
      if (phase.status === 'running') phase.status = 'errored';
      phase.log.end();
    }
  }

  toResource(): Resource {
    const { id, status, isConfirmable } = this;
    return {
      id,
      type: 'runs',
      attributes: {
        status,
        'has-changes': this.#hasChanges,
        'auto-apply': this.options.autoApply,
        'is-destroy': this.options.isDestroy,
        actions: {
          'is-cancelable': this.isCancelable,
          'is-confirmable': isConfirmable,
          'is-discardable': isConfirmable,
        },
        permissions: { 'can-apply': true, 'can-cancel': true, 'can-discard': true },
      },
      relationships: {
        workspace: { data: { type: 'workspaces', id: this.workspace.id } },
        plan: { data: { type: 'plans', id: `plan-${id}` } },
        apply: { data: { type: 'applies', id: `apply-${id}` } },
        'policy-checks': { data: this.policyChecks.map((check) => ({ type: 'policy-checks', id: check.id })) },
      },
    };
  }

  /**
   * Returns the plan or the apply as a JSON:API resource.
   * @param origin the scheme, host and port in the URL of the log
   */
  phaseResource(kind: 'plan' | 'apply', origin: string): Resource {
    return {
      id: `${kind}-${this.id}`,
      type: kind === 'plan' ? 'plans' : 'applies',
      attributes: {
        status: this[kind].status,
        'log-read-url': `${origin}/logs/${this.id}/${kind}`,
        'has-changes': this.#hasChanges,
      },
    };
  }
}

function planArguments({ isDestroy, targets }: RunOptions): string[] {
  const args = ['plan', '-input=false', '-lock=false', '-detailed-exitcode', '-out=run.tfplan'];
  return [...args, ...(isDestroy ? ['-destroy'] : []), ...targets.map((target) => `-target=${target}`)];
}
