import type { Steps } from '../console/steps';
import { colors } from '../console/terminal';
import { Interrupted } from '../shared/user-error';

export interface ProgressProps {
  readonly steps: Steps;
  readonly stop: AbortSignal;
  /** What the command does, as a noun phrase such as `the deployment of dev`. */
  readonly goal: string;
  /** The command line that continues after an interrupt. */
  readonly command: string;
}

/** Records what a command has done and what is left to do, for the message after an interrupt. */
export class Progress {
  readonly #done: string[] = [];
  #left: string;

  constructor(private readonly props: ProgressProps) {
    this.#left = props.goal;
  }

  /**
   * Records a completed step, and what is left to do.
   * @param done what is done, such as `the image is in the registry`
   * @param left what is left to do, as a noun phrase. @default the same as before
   */
  complete(done: string, left = this.#left): void {
    this.#done.push(done);
    this.#left = left;
  }

  /**
   * Runs the work of the command.
   * @throws Interrupted after a stop, with a message that says what is done, what is not done, and how to continue
   * @throws any other error of `work`
   */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const { steps, stop } = this.props;
    const tell = () =>
      steps.line(
        colors.yellow('Stopping. If Terraform is running, it first completes the changes that it has begun ...'),
      );
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
