import { UnreadableItems } from '../../../../app/entries/dynamodb/unreadable-items';

const item = { username: 'ada', timestamp: '2026-11-21T07:42:43Z', digits: '1' };

describe('UnreadableItems', () => {
  const warn = jest.fn();
  const unreadable = jest.fn();

  beforeEach(() => {
    jest.clearAllMocks();
    jest.useFakeTimers();
  });

  afterEach(() => jest.useRealTimers());

  const counts = () => warn.mock.calls.map(([{ count }]) => count);

  it('counts every read of an item that is not an entry', () => {
    const items = new UnreadableItems({ metrics: { unreadable } });
    for (let n = 0; n < 3; n += 1) items.add(item);
    expect(unreadable).toHaveBeenCalledTimes(3);
  });

  it('logs the key of the first item, and the number of different items', () => {
    const items = new UnreadableItems({ log: { warn } });
    for (const n of [1, 2, 3, 4, 5, 5, 1]) items.add({ ...item, timestamp: n });
    jest.advanceTimersByTime(1_000);
    expect(warn.mock.calls).toEqual([[{ username: 'ada', timestamp: 1, count: 5 }, expect.any(String)]]);
  });

  it('logs the items of a minute when the minute ends, even if no further items follow', () => {
    const items = new UnreadableItems({ log: { warn } });
    items.add(item);
    jest.advanceTimersByTime(1_000);
    for (const username of ['ada', 'zoe', 'eve']) items.add({ ...item, username });
    jest.advanceTimersByTime(59_999);
    expect(counts()).toEqual([1]);
    jest.advanceTimersByTime(1);
    expect(counts()).toEqual([1, 3]);
    jest.advanceTimersByTime(120_000);
    expect(counts()).toEqual([1, 3]);
  });
});
