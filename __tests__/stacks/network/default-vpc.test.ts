import { balanced } from '../../support/stacks/fixture-environment';
import { reference, resource, synthesized } from '../../support/stacks/synthesized';

const stack = synthesized(balanced);

describe('DefaultVpc', () => {
  it('creates no network resources', () => {
    const created = Object.keys(stack.resource).filter((type) =>
      /^aws_(vpc|subnet|route|internet_gateway)$/.test(type),
    );
    expect(created).toEqual([]);
  });

  it('fails a plan with an explanation if the account has no default VPC', () => {
    expect(stack.data.aws_vpcs?.network).toMatchObject({
      filter: [{ name: 'is-default', values: ['true'] }],
      lifecycle: {
        postcondition: [
          {
            condition: reference('(length(self.ids) == 1)'),
            error_message: expect.stringMatching(/^This account has no default VPC in this region\. Create one with/),
          },
        ],
      },
    });
  });

  it('uses the default subnet of each zone, and requires at least two', () => {
    expect(stack.data.aws_subnets?.network).toMatchObject({
      filter: expect.arrayContaining([{ name: 'default-for-az', values: ['true'] }]),
      lifecycle: { postcondition: [{ condition: reference('(length(self.ids) >= 2)') }] },
    });
  });

  it('gives its tasks public addresses, because it may have no other route to the internet', () => {
    expect(resource(stack, 'aws_ecs_service.app').network_configuration).toMatchObject({
      assign_public_ip: true,
      subnets: reference('data.aws_subnets.network.ids'),
    });
  });
});
