import { readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

const chunkBytes = 65_536;

/** Reads the lines of a file to which another process appends. */
export class LineReader {
  readonly #decoder = new StringDecoder('utf8');
  readonly #chunk = Buffer.alloc(chunkBytes);
  #position = 0;
  #begun = '';

  constructor(
    private readonly file: number,
    private readonly onLine: (line: string) => void,
  ) {}

  /** Reports the lines that were completed since the last call. */
  read(): void {
    for (;;) {
      const bytes = readSync(this.file, this.#chunk, 0, chunkBytes, this.#position);
      if (bytes === 0) return;
      this.#position += bytes;
      const lines = (this.#begun + this.#decoder.write(this.#chunk.subarray(0, bytes))).split('\n');
      this.#begun = lines.pop() ?? '';
      for (const line of lines) this.onLine(line);
    }
  }
}
