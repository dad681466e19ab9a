import { pairwiseEnvironments } from '../support/stacks/combinations';
import { reference, type SynthesizedStack, synthesized } from '../support/stacks/synthesized';
import { unknownReferences } from '../support/stacks/unknown-references';

describe('References', () => {
  it.each(pairwiseEnvironments)('in a stack refer only to blocks that the stack contains: $title', ({ changes }) => {
    expect(unknownReferences(synthesized(changes))).toEqual([]);
  });

  it('to missing blocks are found in expressions and in `depends_on`', () => {
    const stack = {
      resource: {
        aws_lb: {
          app: {
            subnets: [reference('aws_subnet.a.id'), reference('data.aws_subnets.b.ids'), 'aws_subnet.text'],
            name: `${reference('format("aws_vpc.text", var.name)')}$${reference('local.text')}`,
            depends_on: ['aws_vpc.network', 'aws_lb.app'],
          },
        },
      },
    };
    expect(unknownReferences(stack as unknown as SynthesizedStack)).toEqual([
      'aws_subnet.a',
      'aws_vpc.network',
      'data.aws_subnets.b',
      'var.name',
    ]);
  });
});
