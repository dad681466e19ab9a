import type { Steps } from '../console/steps';
import { colors } from '../console/terminal';
import { Interrupted } from '../shared/user-error';

export interface ProgressProps {
  readonly steps: Steps;
  readonly stop: AbortSignal;
  /** The goal of the command, such as `the deployment of dev`. */
  readonly goal: string;
  /** The command that completes an interrupted one. */
  readonly command: string;
}

/** Records what a command has completed and what remains, for the message after an interrupt. */
export class Progress {
  readonly #done: string[] = [];
  #left: string;

  constructor(private readonly props: ProgressProps) {
    this.#left = props.goal;
  }

  /**
   * Records what is complete, such as `the image is in the registry`.
   * @param left what remains to be done. @default as before
   */
  complete(done: string, left = this.#left): void {
    this.#done.push(done);
    this.#left = left;
  }

  /**
   * Runs the work of the command.
   * @throws Interrupted after a stop, with what is done, what is not, and how to continue; otherwise what the work throws
   */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const { steps, stop } = this.props;
    const tell = () =>
      steps.line(colors.yellow('Stopping. If Terraform is running, it first completes what it has begun ...'));
    stop.addEventListener('abort', tell);
    try {
      return await work();
    } catch (error) {
      if (!stop.aborted) throw error;
      throw new Interrupted(this.#explanation());
    } finally {
      stop.removeEventListener('abort', tell);
    }
  }

  #explanation(): string {
    const { steps, command } = this.props;
    const step = steps.finished.at(-1);
    return [
      `Interrupted${step && !step.succeeded ? ` in the step "${step.title}"` : ''}.`,
      `Done: ${this.#done.join('; ') || 'nothing was changed in AWS'}.`,
      `Not done: ${this.#left}.`,
      `To continue: ${command}`,
    ].join('\n');
  }
}
