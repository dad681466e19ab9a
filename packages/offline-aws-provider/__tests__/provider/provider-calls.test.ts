import { Account } from '../../src/aws/account';
import { type DynamicValue, decodeObject, encodeValue } from '../../src/protocol/dynamic-value';
import type { Request } from '../../src/protocol/provider-server';
import { Unknown, type Values } from '../../src/protocol/value';
import { providerCalls } from '../../src/provider/provider-calls';
import { deriveSchema } from '../../src/schema/derive-schema';

const schema = deriveSchema({ resources: ['aws_ssm_parameter', 'aws_vpc'], dataSources: [] });

/** Returns a function that sends a request to a new provider, as Terraform does. Its first argument is the name of the call. */
function caller() {
  const calls = providerCalls(schema, new Account());
  return (name: string, request: Partial<Request>) => calls[name]?.(request as Request) as Record<string, unknown>;
}

/** Returns a resource with these arguments. All other arguments are null. */
function resource(type: string, values: Values): Values {
  const names = Object.keys(schema.resources[type]?.attributes ?? {});
  return { ...Object.fromEntries(names.map((name) => [name, null])), ...values };
}

function planCreation(call: ReturnType<typeof caller>, type: string, values: Values): Values | null {
  const config = encodeValue(resource(type, values));
  const request = { type_name: type, config, proposed_new_state: config, prior_state: encodeValue(null) };
  return decodeObject(call('PlanResourceChange', request).planned_state as DynamicValue);
}

describe('providerCalls', () => {
  it('plan a resource with the region and the default tags of the provider configuration', () => {
    const call = caller();
    const tags = { Project: 'eight-digit', Name: 'default' };
    call('Configure', { config: encodeValue({ region: 'eu-west-1', default_tags: [{ tags }] }) });
    expect(planCreation(call, 'aws_vpc', { tags: { Name: 'own' } })).toMatchObject({
      region: 'eu-west-1',
      tags_all: { Project: 'eight-digit', Name: 'own' },
      arn: expect.any(Unknown),
    });
  });

  it('plan null for a write-only argument', () => {
    const secret = { name: '/app/secret', type: 'SecureString', value_wo: 'hush', value_wo_version: 1 };
    expect(planCreation(caller(), 'aws_ssm_parameter', secret)).toMatchObject({ value_wo: null, value_wo_version: 1 });
  });

  it('import a resource into a state that contains only the id', () => {
    const { imported_resources: imported } = caller()('ImportResourceState', { type_name: 'aws_vpc', id: 'vpc-1' });
    const [{ state }] = imported as [{ state: DynamicValue }];
    expect(decodeObject(state)).toMatchObject({ id: 'vpc-1', cidr_block: null });
  });

  it('throw an error for a type whose schema was not requested at the start', () => {
    expect(() => planCreation(caller(), 'aws_lb', {})).toThrow('The offline provider was started without aws_lb.');
  });
});
