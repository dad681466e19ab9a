import { randomUUID } from 'node:crypto';
import { arnAndId, type ComputedAttributes } from './applied-change';

/** The computed attributes of CloudWatch, EventBridge, SNS and budgets, by resource type. */
export const monitoringAttributes: ComputedAttributes = {
  aws_budgets_budget: (name, { account }) => ({
    id: `${account.id}:${name}`,
    account_id: account.id,
    arn: `arn:aws:budgets::${account.id}:budget/${name}`,
  }),
  aws_cloudwatch_dashboard: (_name, { account, planned: { dashboard_name: name } }) => ({
    id: name ?? null,
    dashboard_arn: `arn:aws:cloudwatch::${account.id}:dashboard/${name}`,
  }),
  aws_cloudwatch_event_rule: (name, { account }) => ({ id: name, arn: account.arn('events', `rule/${name}`) }),
  aws_cloudwatch_event_target: (_name, { planned }) => ({ id: `${planned.rule}-${planned.target_id}` }),
  aws_cloudwatch_log_group: (name, { account, planned: { region } }) => ({
    arn: account.arn('logs', `log-group:${name}`, region),
  }),
  aws_cloudwatch_metric_alarm: (_name, { account, planned: { alarm_name: name, region } }) => ({
    id: name ?? null,
    arn: account.arn('cloudwatch', `alarm:${name}`, region),
  }),
  aws_sns_topic: (name, { account, planned: { region } }) => ({
    ...arnAndId(account.arn('sns', name, region)),
    owner: account.id,
  }),
  aws_sns_topic_policy: (_name, { account, planned }) => ({ id: planned.arn ?? null, owner: account.id }),
  aws_sns_topic_subscription: (_name, { account, planned }) => ({
    ...arnAndId(`${planned.topic_arn}:${randomUUID()}`),
    owner_id: account.id,
    pending_confirmation: true,
  }),
};
