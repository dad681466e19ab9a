import { get, type IncomingMessage } from 'node:http';

/** The app's limit of event streams per client address. */
const streamsPerAddress = 10;

/** A client of `GET /events`, with an open event stream. */
export interface EventClient {
  /**
   * Waits until an entry with these digits arrives.
   * @returns the time of arrival, as `performance.now()`
   */
  arrival(digits: string): Promise<number>;
  close(): void;
}

/** Opens `count` event streams from several loopback addresses, because the app limits the streams per address. */
export function openEventClients(origin: string, count: number): Promise<EventClient[]> {
  return Promise.all(Array.from({ length: count }, (_, n) => open(origin, 2 + Math.floor(n / streamsPerAddress))));
}

async function open(origin: string, lastByte: number): Promise<EventClient> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(`${origin}/events`, { agent: false, localAddress: `127.0.0.${lastByte}` }, resolve).on('error', reject);
  });
  if (response.statusCode !== 200) throw new Error(`/events returned ${response.statusCode}`);
  response.setEncoding('utf8').on('error', () => undefined);
  response.resume();
  return {
    arrival: (digits) =>
      new Promise((resolve) => {
        const look = (text: string) => {
          if (!text.includes(digits)) return;
          response.off('data', look);
          resolve(performance.now());
        };
        response.on('data', look);
      }),
    close: () => response.destroy(),
  };
}
