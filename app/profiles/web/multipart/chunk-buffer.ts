/** The bytes of a stream that have been received but not yet processed. */
export class ChunkBuffer {
  /** The received bytes. */
  bytes: Buffer = Buffer.alloc(0);
  readonly #source: AsyncIterator<Buffer>;

  constructor(chunks: AsyncIterable<Buffer>) {
    this.#source = chunks[Symbol.asyncIterator]();
  }

  /** Waits for the next chunk. @returns false at the end of the stream */
  async fill(): Promise<boolean> {
    const { value, done } = await this.#source.next();
    if (done) return false;
    this.bytes = this.bytes.length === 0 ? value : Buffer.concat([this.bytes, value]);
    return true;
  }

  /** Removes bytes from the beginning. @returns the removed bytes */
  use(length: number): Buffer {
    const used = this.bytes.subarray(0, length);
    this.bytes = this.bytes.subarray(length);
    return used;
  }

  /** Stops reading the stream. */
  close(): void {
    // This call is not awaited, because it may wait for a chunk that never arrives.
    void this.#source.return?.();
  }
}
