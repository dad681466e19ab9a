import type { Steps } from '../console/steps';

/** A running command: where it reports its steps, and how it is stopped. */
export interface CommandRun {
  readonly steps: Steps;
  /** Aborted by Ctrl-C. */
  readonly stop: AbortSignal;
}
