import { WaitingConnections } from '../../../tools/load/waiting-connections';

describe('Waiting connections', () => {
  test('are averaged over a period, and include connections that still wait for a response', () => {
    const waiting = new WaitingConnections();
    const [first, second] = [{}, {}];
    waiting.sends(first, 0);
    waiting.receives(first, 1_000);
    waiting.sends(second, 500);
    expect(waiting.average(2_000, 2_000)).toBe(1.25);
  });

  test('include a connection before and after it repeats a failed request', () => {
    const waiting = new WaitingConnections();
    const connection = {};
    waiting.sends(connection, 0);
    waiting.sends(connection, 800);
    waiting.receives(connection, 1_000);
    expect(waiting.average(1_000, 1_000)).toBe(1);
  });
});
