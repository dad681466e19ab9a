import { EventEmitter, once } from 'node:events';

const startOfText = 2;
const endOfText = 3;

/** The log of a plan or an apply, in Terraform Cloud's format. It begins with STX, grows while the command runs, and ends with ETX. */
export class Log {
  #bytes = Buffer.from([startOfText]);
  #isEnded = false;
  readonly #growth = new EventEmitter().setMaxListeners(0);

  get text(): string {
    return this.#bytes.subarray(1, this.#isEnded ? -1 : undefined).toString();
  }

  append(text: Buffer | string): void {
    this.#bytes = Buffer.concat([this.#bytes, Buffer.from(text)]);
    this.#growth.emit('grown');
  }

  end(): void {
    if (this.#isEnded) return;
    this.append(Buffer.from([endOfText]));
    this.#isEnded = true;
    this.#growth.emit('grown');
  }

  /**
   * Returns at most `limit` bytes of the log, starting at `offset`. It waits until there are bytes to return, because the client polls only
   * every half second.
   */
  async read(offset: number, limit: number): Promise<Buffer> {
    while (!this.#isEnded && this.#bytes.length <= Math.max(offset, 1)) await once(this.#growth, 'grown');
    return this.#bytes.subarray(offset, offset + limit);
  }
}
