import { createInterface } from 'node:readline';
import type { Report } from '../console/steps';
import type { PlanJson } from '../plan/plan-json';
import type { StateKind } from '../shared/environment';
import { Process } from '../shared/process';
import { terraformProgram } from '../shared/terraform';
import { UserError } from '../shared/user-error';

export interface TerraformStackProps {
  /** The folder with the synthesized JSON. */
  readonly folder: string;
  readonly state: StateKind;
  readonly stop: AbortSignal;
  /** How long to wait for a lock of the state. @default not at all */
  readonly lockTimeout?: string;
}

/** An event of `terraform apply -json`. */
export interface ApplyEvent {
  readonly type: string;
  readonly '@message': string;
  readonly hook?: {
    readonly resource?: { readonly addr: string; readonly resource_type: string };
    readonly elapsed_seconds?: number;
  };
  readonly diagnostic?: {
    readonly severity: 'error' | 'warning';
    readonly summary: string;
    readonly detail?: string;
    readonly address?: string;
  };
}

/** How a command ended, with both streams apart: only the first has JSON. */
interface Finished {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

const planFile = 'deploy.tfplan';

/** One stack, and the `terraform` commands that deployments run in it. */
export class TerraformStack {
  constructor(private readonly props: TerraformStackProps) {}

  /** @throws UserError with Terraform's message */
  async init(): Promise<void> {
    const { exitCode, stderr, stdout } = await this.#run(['init', '-input=false', '-no-color']);
    if (exitCode !== 0) throw new UserError(`terraform init failed:\n${stderr || stdout}`);
  }

  /** The outputs of the last apply by name; none before the first. */
  async outputs(): Promise<Readonly<Record<string, unknown>>> {
    const { exitCode, stdout, stderr } = await this.#run(['output', '-json', '-no-color']);
    if (exitCode !== 0) throw failure('output', stderr);
    const outputs = JSON.parse(stdout || '{}') as Record<string, { value: unknown }>;
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  }

  /**
   * Plans, and keeps the plan for `apply`.
   * @param image the value of `container_image`; undefined keeps the running image
   * @throws UserError with Terraform's message, or with the holder of the lock
   */
  async plan(image?: string): Promise<PlanJson> {
    const options = [...(image === undefined ? [] : [`-var=container_image=${image}`]), ...this.#lock()];
    const planned = await this.#run(['plan', '-input=false', '-no-color', `-out=${planFile}`, ...options]);
    if (planned.exitCode !== 0) throw failure('plan', planned.stderr);
    const { exitCode, stdout, stderr } = await this.#run(['show', '-json', '-no-color', planFile]);
    if (exitCode !== 0) throw failure('show', stderr);
    return JSON.parse(stdout) as PlanJson;
  }

  /**
   * Applies the last plan.
   * @returns the errors, as Terraform says them; empty if the apply succeeded
   * @throws UserError if the apply could not begin
   */
  async apply(onEvent: (event: ApplyEvent) => void): Promise<readonly string[]> {
    const errors: string[] = [];
    // An apply that may run in Terraform Cloud prints text: a remote run has no JSON.
    const isText = this.props.state === 'cloud';
    const command = ['apply', '-input=false', ...(isText ? ['-no-color'] : ['-json']), ...this.#lock(), planFile];
    const { exitCode, stderr } = await this.#run(command, (line) => {
      const event: ApplyEvent | undefined = isText ? { type: 'log', '@message': line } : eventOf(line);
      if (event === undefined) return;
      const { diagnostic } = event;
      if (diagnostic?.severity === 'error') {
        errors.push([diagnostic.address, diagnostic.summary, diagnostic.detail].filter(Boolean).join(': '));
      }
      onEvent(event);
    });
    if (exitCode === 0) return [];
    const found = errors.length > 0 ? errors : [stderr.trim() || `terraform apply exited with ${exitCode}`];
    for (const error of found) {
      const refusal = lockMessage(error) ?? versionControlMessage(error);
      if (refusal !== undefined) throw new UserError(refusal);
    }
    return found;
  }

  #lock(): string[] {
    return this.props.lockTimeout === undefined ? [] : [`-lock-timeout=${this.props.lockTimeout}`];
  }

  /** Runs a command to its end. At a stop it gets one interrupt: a second would make it drop its work and its lock. */
  async #run(args: readonly string[], onLine?: (line: string) => void): Promise<Finished> {
    const { folder, stop } = this.props;
    const terraform = new Process(terraformProgram(), args, {
      cwd: folder,
      env: { ...process.env, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1', TF_INPUT: '0' },
      detached: true,
      stop,
      finishes: true,
    });
    if (onLine && terraform.child.stdout) createInterface({ input: terraform.child.stdout }).on('line', onLine);
    const { exitCode, ...printed } = await terraform.ended;
    return { ...printed, exitCode: exitCode ?? 1 };
  }
}

/** Reports each resource when Terraform begins to change it, and while a change takes long. */
export function reportEvent(report: Report): (event: ApplyEvent) => void {
  return ({ type, hook, '@message': message }) => {
    if (type === 'log' && message.trim() !== '') report(message.trim());
    const address = hook?.resource?.addr;
    if (address === undefined) return;
    if (type === 'apply_start') report(address);
    if (type === 'apply_progress' && (hook?.elapsed_seconds ?? 0) >= 30) report(`${address}, still waiting`);
  };
}

function eventOf(line: string): ApplyEvent | undefined {
  try {
    return JSON.parse(line) as ApplyEvent;
  } catch {
    return undefined;
  }
}

function failure(command: string, stderr: string): UserError {
  return new UserError(
    lockMessage(stderr) ?? versionControlMessage(stderr) ?? `terraform ${command} failed:\n${stderr.trim()}`,
  );
}

/** A message that names the holder of the state's lock, or undefined if the error is another one. */
function lockMessage(error: string): string | undefined {
  if (!/acquiring the state lock/i.test(error)) return undefined;
  const field = (name: string) => new RegExp(`${name}:\\s+(.+)`).exec(error)?.[1]?.trim();
  const [who, since, operation, id] = [field('Who'), field('Created'), field('Operation'), field('ID')];
  const holder =
    who === undefined
      ? 'Another command holds the lock of the state'
      : `${who} holds the lock of the state since ${since} (${operation})`;
  return `${holder}. Try again when it has ended, or wait for it with -- --wait. If it no longer runs: terraform force-unlock ${id ?? '<id>'}, in the folder of the stack.`;
}

/** Terraform Cloud refuses commands for a workspace that runs by itself when a repository changes. */
function versionControlMessage(error: string): string | undefined {
  if (!/VCS connection|connected to a VCS repository/i.test(error)) return undefined;
  return 'This workspace of Terraform Cloud is connected to a version control repository, and such a workspace cannot synthesize. In its settings, choose the CLI-driven workflow.';
}
