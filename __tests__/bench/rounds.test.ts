import { alternate, summarize } from '../../bench/rounds';

describe('Benchmark rounds', () => {
  test('measure the app and its peer in turn, and begin with the peer in every second round', async () => {
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

  test.each([
    ['do not report', 'less', [60, 119], []],
    [
      'report',
      'more',
      [8, 61],
      ['This machine is busy: the ratios of the rounds range from 0.08 to 0.61. Measure again when it is quiet.'],
    ],
  ])('%s a busy machine if one ratio is %s than twice another', async (_outcome, _size, values, notes) => {
    const remaining = [...values];
    const reported: string[] = [];
    const measure = { ours: async () => remaining.shift() ?? 0, peer: async () => 100 };
    await alternate(values.length, measure, (text) => reported.push(text));
    expect(reported.filter((text) => !text.startsWith('round '))).toEqual(notes);
  });

  test('are summarized as medians, so that one round with an outlier has no effect', () => {
    const rounds = [
      { ours: 60, peer: 100 },
      { ours: 1, peer: 100 },
      { ours: 70, peer: 100 },
    ];
    expect(summarize(rounds)).toEqual({ ours: 60, peer: 100, ratio: 0.6 });
  });
});
