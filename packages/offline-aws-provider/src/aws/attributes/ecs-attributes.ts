import { randomUUID } from 'node:crypto';
import { isKnown, type Values } from '../../protocol/value';
import { newSuffix } from '../ids';
import { arnAndId, type ComputedAttributes, nextVersion } from './applied-change';

/** The computed attributes of ECS and autoscaling resources, by resource type. */
export const ecsAttributes: ComputedAttributes = {
  aws_appautoscaling_policy: (name, { account, planned }) => ({
    arn: account.arn(
      'autoscaling',
      `scalingPolicy:${randomUUID()}:resource/${planned.service_namespace}/${planned.resource_id}:policyName/${name}`,
    ),
  }),
  aws_appautoscaling_target: (_name, { account, planned }) => ({
    id: planned.resource_id ?? null,
    arn: account.arn('application-autoscaling', `scalable-target/${newSuffix()}`),
    role_arn: `arn:aws:iam::${account.id}:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService`,
  }),
  aws_autoscaling_group: (name, { account }) => ({
    arn: account.arn('autoscaling', `autoScalingGroup:${randomUUID()}:autoScalingGroupName/${name}`),
  }),
  aws_ecs_capacity_provider: (name, { account }) => arnAndId(account.arn('ecs', `capacity-provider/${name}`)),
  aws_ecs_cluster: (name, { account }) => arnAndId(account.arn('ecs', `cluster/${name}`)),
  aws_ecs_cluster_capacity_providers: (_name, { planned }) => ({ id: planned.cluster_name ?? null }),
  aws_ecs_service: (name, { account, planned }) => {
    const cluster = String(isKnown(planned.cluster) ? planned.cluster : 'default').replace(/^.*\//, '');
    return arnAndId(account.arn('ecs', `service/${cluster}/${name}`));
  },
  aws_ecs_task_definition: (_name, { account, planned: { family } }) => {
    const revision = account.nextRevision(String(family));
    const arn = account.arn('ecs', `task-definition/${family}`);
    return { id: String(family), arn: `${arn}:${revision}`, arn_without_revision: arn, revision };
  },
  aws_launch_template: (_name, { prior }) => ({ latest_version: nextVersion(prior?.latest_version) }),
};

/** Returns the id of an ECS service in Application Auto Scaling: `service/<cluster>/<service>`. */
export function scalableResourceId({ arn }: Values): string {
  return String(arn).replace(/^.*:/, '');
}
