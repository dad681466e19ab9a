import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createPrograms, type Programs } from '../commands/programs';

interface Answer {
  readonly stdout?: string;
  readonly stderr?: string;
  readonly exitCode?: number;
  /** Files that the command writes. */
  readonly files?: Readonly<Record<string, string>>;
}

const stub = `
name=$(basename "$0")
echo "$name $*" >> "$FOLDER/calls"
answer="$FOLDER/answers/$(printf '%s' "$name $*" | tr ' /' '__')"
[ ! -f "$answer" ] || . "$answer"
`;

/** Programs on the PATH that record their calls. They succeed, unless a test defines something else. */
export class StubPrograms {
  readonly #programs: Programs;

  constructor(...names: readonly string[]) {
    this.#programs = createPrograms(Object.fromEntries(names.map((name) => [name, stub])));
    mkdirSync(path.join(this.#programs.folder, 'answers'));
  }

  get environment(): Readonly<Record<string, string>> {
    return this.#programs.environment;
  }

  /** Defines the behaviour of a command line. */
  answer(command: string, { stdout = '', stderr = '', exitCode = 0, files = {} }: Answer): void {
    const writes = Object.entries(files).map(
      ([file, text]) => `mkdir -p "$(dirname ${quoted(file)})" && printf '%s' ${quoted(text)} > ${quoted(file)}`,
    );
    const lines = [...writes, `printf '%s' ${quoted(stdout)}`, `printf '%s' ${quoted(stderr)} >&2`, `exit ${exitCode}`];
    writeFileSync(path.join(this.#programs.folder, 'answers', command.replace(/[ /]/g, '_')), lines.join('\n'));
  }

  /** All calls since the last read, such as `npm ci`. */
  takeCalls(): string[] {
    const file = path.join(this.#programs.folder, 'calls');
    const calls = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
    writeFileSync(file, '');
    return calls.filter((call) => call !== '');
  }

  remove(): void {
    this.#programs.remove();
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
