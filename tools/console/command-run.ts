import type { Steps } from './steps';

/** A running command: where it prints its steps, and the signal that stops it. */
export interface CommandRun {
  readonly steps: Steps;
  /** Aborted by Ctrl-C and the other signals that end a command. */
  readonly stop: AbortSignal;
}
