import { Process, type ProcessOptions, type ProcessResult } from './process';
import { UserError } from './user-error';

/**
 * Runs a program until it ends.
 * @throws the same errors as `Process.ended`
 */
export function runProcess(program: string, args: readonly string[], options?: ProcessOptions): Promise<ProcessResult> {
  return new Process(program, args, options).ended;
}

export interface SuccessfulRunOptions extends ProcessOptions {
  /** The exit codes that mean success. @default [0] */
  readonly successCodes?: readonly number[] | undefined;
}

/**
 * Runs a program that must succeed.
 * @returns the output of the program
 * @throws UserError with the output of the program if it fails
 */
export async function runSuccessfully(
  program: string,
  args: readonly string[],
  { successCodes = [0], ...options }: SuccessfulRunOptions = {},
): Promise<string> {
  const { exitCode, signal, output } = await runProcess(program, args, options);
  const printed = output.trim();
  if (exitCode !== null && successCodes.includes(exitCode)) return printed;
  throw new UserError(printed || `${[program, ...args].join(' ')} failed with ${signal ?? `exit code ${exitCode}`}.`);
}
