/** The output of a command, and the message of the error if it threw one. */
export interface CommandResult {
  readonly output: string;
  readonly error: string | undefined;
}

/**
 * Runs a command's function in this process, and captures what it prints.
 * @param onOutput called with the whole output after each write, for example to interrupt the function
 */
export async function captureOutput(
  work: () => Promise<unknown>,
  onOutput: (output: string) => void = () => undefined,
): Promise<CommandResult> {
  let output = '';
  const print = (text: unknown) => {
    output += String(text);
    onOutput(output);
    return true;
  };
  const spies = [
    jest.spyOn(process.stdout, 'write').mockImplementation(print),
    jest.spyOn(console, 'log').mockImplementation((text) => void print(`${text}\n`)),
  ];
  try {
    await work();
    return { output, error: undefined };
  } catch (error) {
    return { output, error: error instanceof Error ? error.message : String(error) };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
