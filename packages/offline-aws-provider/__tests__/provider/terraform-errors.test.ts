import { describeIf, terraform } from '../../../../__tests__/support/jest/requirement';
import {
  type Configuration,
  createStack,
  type TestStack,
  writeConfiguration,
} from '../../../../__tests__/support/terraform/terraform';

/** A configuration with one mistake in each block. Terraform finds these mistakes by comparing the configuration with the schema. */
const invalid: Configuration = {
  resource: {
    aws_vpc: {
      unknown_argument: { cidr_blok: '10.0.0.0/16' },
      wrong_type: { enable_dns_support: 'perhaps' },
      unconfigurable: { arn: 'arn:aws:ec2:::vpc/main' },
      main: {},
      without_index: { cidr_block: `\${aws_vpc.counted.cidr_block}` },
      counted: { count: 1 },
    },
    aws_subnet: { missing_argument: { cidr_block: '10.0.1.0/24' } },
    aws_dynamodb_table: {
      missing_argument: { name: 'entries', attribute: [{ name: 'username' }] },
      repeated_block: { name: 'entries', server_side_encryption: [{ enabled: true }, { enabled: true }] },
    },
  },
  output: { unknown_attribute: { value: `\${aws_vpc.main.vpc_arn}` } },
};

/** A configuration with mistakes that Terraform finds only during a plan. */
const unplannable: Configuration = {
  data: {
    aws_lambda_function: { unsupported: { function_name: 'f' } },
    aws_ssm_parameters_by_path: { deployed: { path: '/deployed' } },
  },
  resource: {
    aws_vpc: {
      main: {},
      unknown_count: { count: `\${length(aws_vpc.main.id)}` },
      sensitive_keys: { for_each: `\${toset(data.aws_ssm_parameters_by_path.deployed.values)}` },
    },
  },
};

/** A service with a capacity provider whose name is unknown until the apply. */
const inconsistent: Configuration = {
  resource: {
    aws_autoscaling_group: { hosts: { name_prefix: 'hosts-', max_size: 1, min_size: 1 } },
    aws_ecs_capacity_provider: {
      hosts: {
        name: `\${aws_autoscaling_group.hosts.name}`,
        auto_scaling_group_provider: [{ auto_scaling_group_arn: `\${aws_autoscaling_group.hosts.arn}` }],
      },
    },
    aws_ecs_service: {
      app: {
        name: 'app',
        capacity_provider_strategy: [{ capacity_provider: `\${aws_ecs_capacity_provider.hosts.name}`, weight: 1 }],
      },
    },
  },
};

describeIf(terraform, 'Terraform with the offline provider', () => {
  let stack: TestStack;

  /**
   * Writes a configuration, and runs a command that must fail.
   * @returns the output of the command on one line, without the frame that Terraform draws around errors
   */
  async function errorsOf(configuration: Configuration, ...command: string[]): Promise<string> {
    writeConfiguration(stack.folder, configuration);
    const { exitCode, output } = await stack.run(...command);
    expect(exitCode).toBe(1);
    return output.replaceAll(/[│╷╵\s]+/g, ' ');
  }

  beforeAll(async () => {
    stack = await createStack({
      data: unplannable.data,
      resource: { ...(invalid.resource as object), ...(inconsistent.resource as object) },
    });
  });

  afterAll(() => stack?.close());

  it('rejects a configuration that does not fit the schema, in terraform validate', async () => {
    const errors = await errorsOf(invalid, 'validate');
    for (const error of [
      'No argument or block type is named "cidr_blok"',
      'Inappropriate value for attribute "enable_dns_support": a bool is required',
      `Can't configure a value for "arn"`,
      'Because aws_vpc.counted has "count" set',
      'The argument "vpc_id" is required',
      'The argument "type" is required',
      'No more than 1 "server_side_encryption" blocks are allowed',
      'This object has no argument, nested block, or exported attribute named "vpc_arn"',
    ]) {
      expect(errors).toContain(error);
    }
  });

  it('rejects an unknown count, sensitive values in for_each and unsupported data sources, in terraform plan', async () => {
    const errors = await errorsOf(unplannable, 'plan');
    for (const error of [
      'The "count" value depends on resource attributes that cannot be determined until apply',
      'Sensitive values, or values derived from sensitive values, cannot be used as for_each arguments',
      'The offline provider does not support data.aws_lambda_function',
    ]) {
      expect(errors).toContain(error);
    }
  });

  it('fails in terraform apply if the name of a capacity provider was unknown in the plan', async () => {
    const errors = await errorsOf(inconsistent, 'apply', '-auto-approve');
    expect(errors).toContain('Provider produced inconsistent final plan');
    expect(errors).toContain('.capacity_provider_strategy: planned set element');
  });
});
