/** A line of the configuration that Terraform quotes below an error. The synthesized JSON is a single line of many kilobytes. */
const quotedLine = /^\s*\d+: /;
/** The line that says where in the JSON an error is, as in `on cdk.tf.json line 1, in resource.aws_vpc.main:`. It is always line 1. */
const placeLine = /^\s*on \S+ line \d+/;
/** The text after the last error of a command. */
const afterErrors = /\n(?=Warning: |Operation failed|-{20})/;

/** Whether to print a line of Terraform's output. */
export function isReadable(line: string): boolean {
  return line.trim() !== '' && !quotedLine.test(withoutFrame(line));
}

/**
 * Returns the errors in the text that `terraform apply` prints, without the frame around them and the configuration
 * that they quote.
 * @param text both outputs: a remote run's errors arrive in the log on standard output
 */
export function errorsInText(text: string): string[] {
  const [, ...blocks] = text
    .split('\n')
    .map(withoutFrame)
    .join('\n')
    .split(/^Error: /m);
  return blocks.map((block) => {
    const lines = (block.split(afterErrors)[0] ?? '').split('\n');
    const own = lines.filter((line) => !quotedLine.test(line) && !placeLine.test(line) && !/^\s*├─/.test(line));
    return own
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim();
  });
}

function withoutFrame(line: string): string {
  return line.replace(/^[│╷╵]\s?/, '');
}
