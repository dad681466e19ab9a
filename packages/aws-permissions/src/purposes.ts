import { statementsFor } from './permissions';
import { actions } from './row';
import type { StackOwner } from './stack-owner';
import type { Statement } from './statement';
import { anyResource, named, type Target } from './target';

/** Actions of the commands, in addition to those of Terraform, with their target. */
type Need = readonly [actions: string, target: Target];

const repositories = named('ecr', 'repository/{prefix}-*');
const appLog = named('logs', 'log-group:/ecs/{prefix}:*');
/** The history of this parameter lists the images that ran before. */
const imageParameter: Target = {
  resources: (owner) => owner.regional('ssm', `parameter/${owner.project}/${owner.name}/deployed/image`),
};
const cluster = (owner: StackOwner) => owner.values('aws_ecs_cluster', 'name');
const ownTasks: Target = {
  resources: (owner) => owner.regional('ecs', ...cluster(owner).map((name) => `task/${name}/*`)),
};
/** AWS accepts no resource unless the request names a container instance. */
const tasksOfCluster: Target = {
  resources: () => ['*'],
  condition: (owner) => ({
    ArnEquals: { 'ecs:cluster': owner.regional('ecs', ...cluster(owner).map((name) => `cluster/${name}`)) },
  }),
};
/** The repositories and image parameters of all environments of the project, in any region: images are copied between them. */
const allRepositories: Target = {
  resources: ({ accountId, project }) => [`arn:aws:ecr:*:${accountId}:repository/${project}-*-app`],
};
const allImageParameters: Target = {
  resources: ({ accountId, project }) => [`arn:aws:ssm:*:${accountId}:parameter/${project}/*/deployed/image`],
};
/** VPCs, and Elastic IP addresses: the quotas that a first deployment can exceed. */
const quotas = named('servicequotas', 'vpc/L-F678F1CE', 'ec2/L-0263D0A3');

/** The needs of the commands, by purpose. AWS accepts no resource for the login to ECR, which applies to all repositories. */
const purposes = {
  'push-images': [
    ['ecr: GetAuthorizationToken', anyResource],
    [
      'ecr: BatchCheckLayerAvailability BatchGetImage CompleteLayerUpload DescribeImages GetDownloadUrlForLayer InitiateLayerUpload PutImage UploadLayerPart',
      repositories,
    ],
  ],
  /** To find out which image a deployment or a promotion would use. */
  'read-images': [
    ['ecr: GetAuthorizationToken', anyResource],
    ['ecr: BatchGetImage DescribeImages GetDownloadUrlForLayer', repositories],
  ],
  'read-history': [['ssm: GetParameterHistory', allImageParameters]],
  'follow-log': [['logs: FilterLogEvents', appLog]],
  /** It returns only names and tags. */
  'list-tagged': [['tag: GetResources', anyResource]],
  'read-quotas': [['servicequotas: GetServiceQuota', quotas]],
  /** To show a deployment (its tasks, the reasons why they stopped, the end of their logs), and to roll it back after Ctrl-C. */
  'watch-deployments': [
    ['ecs: DescribeTasks', ownTasks],
    ['ecs: ListTasks', tasksOfCluster],
    ['ecs: StopServiceDeployment', named('ecs', 'service/{prefix}-*', 'service-deployment/{prefix}-*')],
    ['logs: GetLogEvents', named('logs', 'log-group:/ecs/{prefix}:log-stream:*')],
    ['ssm: GetParameterHistory', imageParameter],
  ],
  'promote-images': [
    ['ecr: BatchGetImage GetDownloadUrlForLayer', allRepositories],
    ['ssm: GetParameterHistory', allImageParameters],
  ],
} as const satisfies Readonly<Record<string, readonly Need[]>>;

export type Purpose = keyof typeof purposes;

/** The statements for a purpose of the commands. */
export function purposeStatements(owner: StackOwner, purpose: Purpose): Statement[] {
  const needs: readonly Need[] = purposes[purpose];
  return statementsFor(
    owner,
    needs.flatMap(([names, target]) => actions(names).map((action) => ({ action, target }))),
  );
}
