import { alternate, summarize } from '../../bench/rounds';

describe('Rounds', () => {
  test('measure both sides in turn, and begin with the other side every second time', async () => {
    const order: string[] = [];
    const side = (name: string, value: number) => async () => {
      order.push(name);
      return value;
    };
    const rounds = await alternate(2, { ours: side('ours', 3), peer: side('peer', 6) }, () => undefined);
    expect(order).toEqual(['ours', 'peer', 'peer', 'ours']);
    expect(rounds).toEqual([
      { ours: 3, peer: 6 },
      { ours: 3, peer: 6 },
    ]);
  });

  test('are summarized by medians, so that one disturbed round has no effect', () => {
    const rounds = [
      { ours: 60, peer: 100 },
      { ours: 1, peer: 100 },
      { ours: 70, peer: 100 },
    ];
    expect(summarize(rounds)).toEqual({ ours: 60, peer: 100, ratio: 0.6 });
  });
});
