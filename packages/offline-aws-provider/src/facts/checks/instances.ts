import type { Values } from '../../value';
import { between, type Check, isGiven, matching, oneOf, ordered } from '../check';

const api = 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference';
const documentation = 'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources';
const optionsPage = `${api}/API_LaunchTemplateInstanceMetadataOptionsRequest.html`;
const refreshPage = 'https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_RefreshPreferences.html';

export const instanceChecks: readonly Check[] = [
  matching(
    'aws_launch_template',
    'name_prefix',
    /^[\w()./-]{3,102}$/,
    '3 to 102 letters, digits and _().-/',
    `${documentation}/launch_template`,
  ),
  matching(
    'aws_launch_template',
    'image_id',
    /^(ami-[0-9a-f]+|resolve:ssm:.+)$/,
    'the id of an image, or resolve:ssm: and the name of a parameter',
    `${api}/API_RequestLaunchTemplateData.html`,
  ),
  {
    type: 'aws_launch_template',
    attribute: 'user_data',
    source: `${documentation}/launch_template`,
    problem: ({ user_data }) =>
      typeof user_data === 'string' && Buffer.from(user_data, 'base64').toString('base64') !== user_data
        ? 'it must be in base64.'
        : undefined,
  },
  oneOf('aws_launch_template', 'metadata_options.http_tokens', ['optional', 'required'], optionsPage),
  between('aws_launch_template', 'metadata_options.http_put_response_hop_limit', [1, 64], optionsPage),
  ordered('aws_autoscaling_group', 'min_size', 'max_size', `${documentation}/autoscaling_group`),
  oneOf(
    'aws_autoscaling_group',
    'instance_refresh.preferences.scale_in_protected_instances',
    ['Ignore', 'Refresh', 'Wait'],
    refreshPage,
  ),
  between('aws_autoscaling_group', 'instance_refresh.preferences.max_healthy_percentage', [100, 200], refreshPage),
  {
    type: 'aws_instance',
    attribute: 'ami',
    source: `${documentation}/instance`,
    problem: ({ ami, launch_template }: Values) =>
      isGiven(ami) || isGiven(launch_template) ? undefined : 'ami or launch_template is needed.',
  },
  {
    type: 'aws_nat_gateway',
    attribute: 'allocation_id',
    source: `${documentation}/nat_gateway`,
    problem: ({ allocation_id, connectivity_type }) =>
      isGiven(allocation_id) || connectivity_type === 'private' ? undefined : 'a public gateway needs an address.',
  },
];
