import { writeFileSync } from 'node:fs';
import { describeIf, terraform } from '../../../__tests__/support/jest/requirement';
import { type Configuration, createStack, type TerraformStack } from '../../../__tests__/support/terraform/terraform';

const open: TerraformStack[] = [];

/** Terraform's words about a configuration that must not pass. */
async function refusal(configuration: Configuration, ...command: string[]): Promise<string> {
  const stack = await createStack(configuration);
  open.push(stack);
  const { exitCode, output } = await stack.run(...(command.length > 0 ? command : ['validate']));
  expect(exitCode).toBe(1);
  // Terraform wraps its sentences and draws a frame beside them.
  return output.replaceAll(/[│╷╵\s]+/g, ' ');
}

describeIf(terraform, 'terraform with the offline provider', () => {
  afterEach(() => {
    for (const stack of open.splice(0)) stack.close();
  });

  it('refuses an unknown argument', async () => {
    const text = await refusal({ resource: { aws_vpc: { main: { cidr_blok: '10.0.0.0/16' } } } });
    expect(text).toContain('No argument or block type is named "cidr_blok"');
  });

  it('refuses a resource without a required argument', async () => {
    const text = await refusal({ resource: { aws_subnet: { a: { cidr_block: '10.0.1.0/24' } } } });
    expect(text).toContain('The argument "vpc_id" is required');
  });

  it('refuses a block without a required argument', async () => {
    const table = { name: 'entries', attribute: [{ name: 'username' }] };
    const text = await refusal({ resource: { aws_dynamodb_table: { t: table } } });
    expect(text).toContain('The argument "type" is required');
  });

  it('refuses a second block where one is allowed', async () => {
    const table = { name: 'entries', server_side_encryption: [{ enabled: true }, { enabled: true }] };
    const text = await refusal({ resource: { aws_dynamodb_table: { t: table } } });
    expect(text).toContain('No more than 1 "server_side_encryption" blocks are allowed');
  });

  it('refuses a value of the wrong type', async () => {
    const text = await refusal({ resource: { aws_vpc: { main: { enable_dns_support: 'perhaps' } } } });
    expect(text).toContain('Inappropriate value for attribute "enable_dns_support": a bool is required');
  });

  it('refuses a reference to a resource that is not declared', async () => {
    const text = await refusal({ output: { vpc: { value: `\${aws_vpc.main.id}` } } });
    expect(text).toContain('A managed resource "aws_vpc" "main" has not been declared');
  });

  it('refuses a reference to an attribute that the type lacks', async () => {
    const text = await refusal({
      resource: { aws_vpc: { main: {} } },
      output: { vpc: { value: `\${aws_vpc.main.vpc_arn}` } },
    });
    expect(text).toContain('This object has no argument, nested block, or exported attribute named "vpc_arn"');
  });

  it('refuses a reference to a counted resource without an index', async () => {
    const text = await refusal({
      resource: { aws_vpc: { main: { count: 1 } } },
      output: { vpc: { value: `\${aws_vpc.main.id}` } },
    });
    expect(text).toContain('Because aws_vpc.main has "count" set');
  });

  it('refuses a count that depends on what is known only after the apply', async () => {
    const text = await refusal(
      {
        resource: {
          aws_vpc: { main: {}, second: { count: `\${length(aws_vpc.main.id)}` } },
        },
      },
      'plan',
    );
    expect(text).toContain('The "count" value depends on resource attributes that cannot be determined until apply');
  });

  it('refuses a for_each over sensitive values', async () => {
    const text = await refusal(
      {
        data: { aws_ssm_parameters_by_path: { deployed: { path: '/deployed' } } },
        resource: { aws_vpc: { main: { for_each: `\${toset(data.aws_ssm_parameters_by_path.deployed.values)}` } } },
      },
      'plan',
    );
    expect(text).toContain(
      'Sensitive values, or values derived from sensitive values, cannot be used as for_each arguments',
    );
  });

  it('refuses two resources with one address', async () => {
    const stack = await createStack({ resource: { aws_vpc: { main: {} } } });
    open.push(stack);
    writeFileSync(`${stack.folder}/second.tf.json`, JSON.stringify({ resource: { aws_vpc: { main: {} } } }));
    const { exitCode, output } = await stack.run('validate');
    expect(exitCode).toBe(1);
    expect(output).toContain('Duplicate resource "aws_vpc" configuration');
  });

  it('refuses resources that need each other', async () => {
    const text = await refusal({
      resource: {
        aws_vpc: { a: { cidr_block: `\${aws_vpc.b.cidr_block}` }, b: { cidr_block: `\${aws_vpc.a.cidr_block}` } },
      },
    });
    expect(text).toMatch(/Cycle: aws_vpc\.\w, aws_vpc\.\w/);
  });

  it('refuses a value for an attribute that only AWS sets', async () => {
    const text = await refusal({ resource: { aws_vpc: { main: { arn: 'arn:aws:ec2:::vpc/main' } } } });
    expect(text).toContain('Value for unconfigurable attribute');
    expect(text).toContain('"arn"');
  });

  it('refuses a variable that fails its validation', async () => {
    const condition = `\${var.size > 0}`;
    const text = await refusal(
      { variable: { size: { type: 'number', validation: [{ condition, error_message: 'Too small.' }] } } },
      'plan',
      '-var=size=0',
    );
    expect(text).toContain('Invalid value for variable');
    expect(text).toContain('Too small.');
  });

  it('refuses a resource whose precondition fails', async () => {
    const precondition = [{ condition: `\${local.zones > 1}`, error_message: 'Two zones are needed.' }];
    const text = await refusal(
      { locals: { zones: 1 }, resource: { aws_vpc: { main: { lifecycle: { precondition } } } } },
      'plan',
    );
    expect(text).toContain('Resource precondition failed');
  });

  it('refuses a resource whose postcondition fails after the apply', async () => {
    const postcondition = [{ condition: `\${self.id == "other"}`, error_message: 'It got another id.' }];
    const text = await refusal(
      { resource: { aws_vpc: { main: { lifecycle: { postcondition } } } } },
      'apply',
      '-auto-approve',
    );
    expect(text).toContain('Resource postcondition failed');
  });

  it('refuses a capacity provider in a strategy whose name is known only after the apply, in the middle of the apply', async () => {
    const group = { name_prefix: 'hosts-', max_size: 1, min_size: 1 };
    const provider = (name: string) => ({
      name,
      auto_scaling_group_provider: [{ auto_scaling_group_arn: `\${aws_autoscaling_group.hosts.arn}` }],
    });
    const text = await refusal(
      {
        resource: {
          aws_autoscaling_group: { hosts: group },
          aws_ecs_capacity_provider: { hosts: provider(`\${aws_autoscaling_group.hosts.name}`) },
          aws_ecs_service: {
            app: {
              name: 'app',
              capacity_provider_strategy: [
                { capacity_provider: `\${aws_ecs_capacity_provider.hosts.name}`, weight: 1 },
              ],
            },
          },
        },
      },
      'apply',
      '-auto-approve',
    );
    expect(text).toContain('Provider produced inconsistent final plan');
    expect(text).toContain('.capacity_provider_strategy: planned set element');
  });

  it('refuses a data source to which nobody has written an answer', async () => {
    const text = await refusal({ data: { aws_lambda_function: { f: { function_name: 'f' } } } }, 'plan');
    expect(text).toContain('The offline provider has no answer for data.aws_lambda_function');
  });
});
