import type { Entry } from '../../../app/entries/entry';
import { until } from '../jest/until';

/** A client of `GET /events` that records the entries it receives. */
export class EntryStream {
  readonly #entries: Entry[] = [];
  readonly #abort = new AbortController();

  /**
   * Opens a stream.
   * @returns the stream, as soon as the response headers have arrived
   */
  static async open(origin: string): Promise<EntryStream> {
    const stream = new EntryStream();
    const response = await fetch(`${origin}/events`, { signal: stream.#abort.signal });
    if (response.status !== 200 || response.body === null) throw new Error(`/events returned ${response.status}`);
    stream.#read(response.body).catch(() => undefined);
    return stream;
  }

  /** Waits until the stream has received an entry with these digits. */
  async waitFor(digits: string): Promise<void> {
    await until(() => this.#entries.some((entry) => entry.digits === digits));
  }

  close(): void {
    this.#abort.abort();
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    let text = '';
    for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
      const events = (text + chunk).split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) {
        const data = /^data: (.*)$/m.exec(event)?.[1];
        if (data !== undefined) this.#entries.push(JSON.parse(data) as Entry);
      }
    }
  }
}
