import type { Value, Values } from '../../value';
import { blocksOf, type Check, exclusive, isGiven, json, matching, occurrences, oneOf } from '../check';

const api = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference';
const alarmPage = `${api}/API_PutMetricAlarm.html`;
const dashboardPage = `${api}/API_PutDashboard.html`;
const logGroupPage = 'https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html';
const topicPage = 'https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html';
const policyPage = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html';
const subscriptionPage = 'https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html';

const alarm = 'aws_cloudwatch_metric_alarm';
/** 0 keeps the events for ever. */
const retentionDays = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];
const comparisons = [
  ...['GreaterThanOrEqualToThreshold', 'GreaterThanThreshold', 'LessThanOrEqualToThreshold', 'LessThanThreshold'],
  ...['GreaterThanUpperThreshold', 'LessThanLowerOrGreaterThanUpperThreshold', 'LessThanLowerThreshold'],
];
const protocols = ['application', 'email', 'email-json', 'firehose', 'http', 'https', 'lambda', 'sms', 'sqs'];
const secondsPerDay = 86_400;

export const monitoringChecks: readonly Check[] = [
  oneOf('aws_cloudwatch_log_group', 'retention_in_days', retentionDays, logGroupPage),
  matching(
    'aws_cloudwatch_log_group',
    'name',
    /^[\w.\-/#]{1,512}$/,
    'at most 512 letters, digits and _.-/#',
    logGroupPage,
  ),
  json('aws_cloudwatch_log_resource_policy', 'policy_document', logGroupPage),
  matching(alarm, 'alarm_name', /^.{1,255}$/, 'at most 255 characters', alarmPage),
  oneOf(alarm, 'comparison_operator', comparisons, alarmPage),
  oneOf(alarm, 'statistic', ['Average', 'Maximum', 'Minimum', 'SampleCount', 'Sum'], alarmPage),
  oneOf(alarm, 'treat_missing_data', ['breaching', 'ignore', 'missing', 'notBreaching'], alarmPage),
  exclusive(alarm, 'statistic', 'extended_statistic', alarmPage),
  matching(alarm, 'alarm_description', /^[\s\S]{0,1024}$/, 'at most 1024 characters', alarmPage),
  {
    type: alarm,
    attribute: 'metric_name',
    source: alarmPage,
    problem: ({ metric_name, metric_query, statistic, extended_statistic }) => {
      if (isGiven(metric_name) === isGiven(metric_query))
        return 'exactly one of metric_name and metric_query is needed.';
      return isGiven(metric_name) && !isGiven(statistic) && !isGiven(extended_statistic)
        ? 'a metric needs a statistic or an extended_statistic.'
        : undefined;
    },
  },
  ...['alarm_actions', 'ok_actions', 'insufficient_data_actions'].map((attribute) => ({
    type: alarm,
    attribute,
    source: alarmPage,
    problem: ({ [attribute]: actions }: Values) =>
      Array.isArray(actions) && actions.length > 5
        ? `at most 5 actions are allowed, not ${actions.length}.`
        : undefined,
  })),
  ...['period', 'metric_query.period', 'metric_query.metric.period'].map((attribute) => ({
    type: alarm,
    attribute,
    source: alarmPage,
    problem: (config: Values) => wrongPeriod(occurrences(config, attribute)),
  })),
  {
    type: alarm,
    attribute: 'evaluation_periods',
    source: alarmPage,
    problem: ({ period, evaluation_periods, datapoints_to_alarm }) => {
      if (typeof evaluation_periods !== 'number') return undefined;
      if (typeof datapoints_to_alarm === 'number' && datapoints_to_alarm > evaluation_periods) {
        return `${datapoints_to_alarm} datapoints cannot lie in ${evaluation_periods} periods.`;
      }
      const longest = Number(period) >= 3600 ? 7 * secondsPerDay : secondsPerDay;
      return typeof period === 'number' && period * evaluation_periods > longest
        ? `${evaluation_periods} periods of ${period} seconds are longer than ${longest} seconds.`
        : undefined;
    },
  },
  {
    type: alarm,
    attribute: 'metric_query',
    source: alarmPage,
    problem: ({ metric_query }) => {
      const queries = blocksOf(metric_query);
      const returned = queries.filter(({ return_data }) => return_data === true).length;
      if (queries.length > 0 && returned !== 1) return `one metric_query returns the data, not ${returned}.`;
      const ids = queries.map(({ id }) => id).filter((id) => typeof id === 'string');
      const wrong = ids.find((id, index) => !/^[a-z]\w{0,254}$/.test(id) || ids.indexOf(id) !== index);
      return wrong && `the id "${wrong}" is taken, or does not begin with a lower-case letter.`;
    },
  },
  matching(
    'aws_cloudwatch_dashboard',
    'dashboard_name',
    /^[\w-]{1,255}$/,
    'at most 255 letters, digits, _ and -',
    dashboardPage,
  ),
  json('aws_cloudwatch_dashboard', 'dashboard_body', dashboardPage),
  { type: 'aws_cloudwatch_dashboard', attribute: 'dashboard_body', source: dashboardPage, problem: wrongWidget },
  matching('aws_sns_topic', 'name', /^[\w-]{1,256}(\.fifo)?$/, 'at most 256 letters, digits, _ and -', topicPage),
  json('aws_sns_topic', 'policy', topicPage),
  json('aws_sns_topic_policy', 'policy', topicPage),
  { type: 'aws_sns_topic_policy', attribute: 'policy', source: policyPage, problem: repeatedSid },
  oneOf('aws_sns_topic_subscription', 'protocol', protocols, subscriptionPage),
  {
    type: 'aws_sns_topic_subscription',
    attribute: 'endpoint',
    source: subscriptionPage,
    problem: ({ protocol, endpoint }) =>
      protocol === 'email' && typeof endpoint === 'string' && !/^[^@\s]+@[^@\s]+$/.test(endpoint)
        ? `"${endpoint}" is no address of electronic mail.`
        : undefined,
  },
];

function wrongPeriod(periods: readonly Value[]): string | undefined {
  const wrong = periods
    .filter((period) => typeof period === 'number')
    .find((period) => ![10, 20, 30].includes(period) && !(period > 0 && period % 60 === 0));
  return wrong === undefined ? undefined : `${wrong} is neither 10, 20, 30 nor a multiple of 60.`;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
function wrongWidget({ dashboard_body }: Values): string | undefined {
  const body = parsed(dashboard_body);
  if (body === undefined) return undefined;
  if (!Array.isArray(body.widgets)) return 'a dashboard has a list of widgets.';
  const wrong = blocksOf(body.widgets).find(({ x, width, height }) => {
    return Number(x ?? 0) + Number(width ?? 6) > 24 || Number(height ?? 6) > 1000;
  });
  return wrong && `the widget ${JSON.stringify(wrong).slice(0, 80)} reaches beyond the 24 columns or is too high.`;
}

function repeatedSid({ policy }: Values): string | undefined {
  const sids = occurrences(parsed(policy) ?? {}, 'Statement.Sid');
  const twice = sids.find((sid, index) => sids.indexOf(sid) !== index);
  return twice === undefined ? undefined : `two statements have the Sid ${twice}.`;
}

/** What a JSON document says; undefined where it is not known yet or none. */
function parsed(text: Value | undefined): Values | undefined {
  try {
    return typeof text === 'string' ? (JSON.parse(text) as Values) : undefined;
  } catch {
    return undefined;
  }
}
