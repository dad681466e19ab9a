import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import bindings from '@cdktf/provider-aws/package.json';
import { App } from 'cdktf';
import { Construct } from 'constructs';
import { BaseStack } from '../../stacks/base-stack';
import { fixture } from '../support/stacks/fixture-environment';
import { synthesized } from '../support/stacks/synthesized';

class EmptyStack extends BaseStack {}

const outdir = mkdtempSync(join(tmpdir(), 'base-stack-'));
afterAll(() => rmSync(outdir, { recursive: true }));

const emptyStack = () => new EmptyStack(new App({ outdir }), fixture);

describe('Terraform address of a construct', () => {
  const endpoint = (scope: Construct, id: string) => new VpcEndpoint(scope, id, { vpcId: 'vpc-1' });

  it('is its construct path, joined with underscores', () => {
    const stack = emptyStack();
    expect(endpoint(new Construct(stack, 'net-work'), 'dynamo-db').friendlyUniqueId).toBe('net_work_dynamo_db');
  });

  it('omits the last part of the path if the resource type ends with that part', () => {
    expect(endpoint(new Construct(emptyStack(), 'network'), 'endpoint').friendlyUniqueId).toBe('network');
  });

  it('is the construct id if the construct is directly in the stack', () => {
    expect(endpoint(emptyStack(), 'endpoint').friendlyUniqueId).toBe('endpoint');
  });

  it('must not be the same for two constructs: the error names both paths', () => {
    const stack = emptyStack();
    const id = (name: string) => endpoint(stack, name).friendlyUniqueId;
    id('net-work');
    expect(() => id('net_work')).toThrow(
      'dev/net-work and dev/net_work have the same address, aws_vpc_endpoint.net_work',
    );
  });
});

describe('Terraform block', () => {
  it('requires exactly the AWS provider version of the TypeScript bindings, from a source that OpenTofu accepts too', () => {
    const { version } = bindings.cdktf.provider;
    expect(synthesized().terraform.required_providers).toEqual({ aws: { source: 'hashicorp/aws', version } });
  });

  it('requires Terraform 1.11 or newer', () => {
    expect(synthesized().terraform.required_version).toBe('>= 1.11');
  });
});

describe('AWS provider', () => {
  it('sets the default tags Project, Environment and ManagedBy', () => {
    const tags = { Project: 'eight-digit', Environment: 'dev', ManagedBy: 'terraform' };
    expect(synthesized().provider.aws?.[0]?.default_tags).toEqual([{ tags }]);
  });

  it('accepts credentials of any account by default', () => {
    expect(synthesized().provider.aws?.[0]).not.toHaveProperty('allowed_account_ids');
  });

  it('accepts only credentials of the account in the settings', () => {
    const { provider } = synthesized({ account: '012345678901' });
    expect(provider.aws?.[0]?.allowed_account_ids).toEqual(['012345678901']);
  });
});
