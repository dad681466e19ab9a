import type { Steps } from './steps';

/** What a running command needs: the printer of its steps, and the signal that stops the command. */
export interface CommandRun {
  readonly steps: Steps;
  /** Aborted by Ctrl-C and the other signals that end a command. */
  readonly stop: AbortSignal;
}

/** How a command starts. */
export interface CommandStart extends Pick<CommandRun, 'stop'> {
  /** @default prints to standard output */
  readonly steps?: Steps;
}
