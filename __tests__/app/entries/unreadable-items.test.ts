import { UnreadableItems } from '../../../app/entries/unreadable-items';

const item = { username: 'ada', timestamp: '2026-11-21T07:42:43Z', digits: '1' };

describe('UnreadableItems', () => {
  let now: number;
  const warn = jest.fn();
  const unreadable = jest.fn();

  beforeEach(() => {
    jest.clearAllMocks();
    now = 1_000;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
  });

  afterEach(() => jest.restoreAllMocks());

  it('counts each item', () => {
    const items = new UnreadableItems({ metrics: { unreadable } });
    for (let n = 0; n < 3; n += 1) items.add(item);
    expect(unreadable).toHaveBeenCalledTimes(3);
  });

  it('logs the key of one item a minute, and how many there were since', () => {
    const items = new UnreadableItems({ log: { warn } });
    for (const after of [0, 30_000, 29_999, 1]) {
      now += after;
      items.add(item);
    }
    const key = { username: 'ada', timestamp: '2026-11-21T07:42:43Z' };
    expect(warn.mock.calls.map(([fields]) => fields)).toEqual([
      { ...key, count: 1 },
      { ...key, count: 3 },
    ]);
  });
});
