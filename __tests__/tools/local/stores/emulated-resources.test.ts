import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { prepareAppResources, queueLines } from '../../../../tools/local/stores/emulated-resources';
import { type LocalEngine, startEngine } from '../../../../tools/local/stores/local-engine';
import { SynthesizedStack } from '../../../../tools/shared/synthesized-stack';
import { captureOutput } from '../../../support/commands/capture-output';
import { curl, describeIf } from '../../../support/jest/requirement';

const stack = new SynthesizedStack({
  resource: {
    aws_sqs_queue: { resources_jobs: { name: 'jobs' } },
    aws_sns_topic: { resources_news: { name: 'news' } },
    aws_s3_bucket: { resources_reports: { bucket: `reports-\${data.aws_caller_identity.current.account_id}` } },
    aws_kinesis_stream: { resources_clicks: { name: 'clicks' } },
  },
});
const references = {
  QUEUE_URL: `\${aws_sqs_queue.resources_jobs.url}`,
  QUEUE_ARN: `\${aws_sqs_queue.resources_jobs.arn}`,
  TOPIC: `\${aws_sns_topic.resources_news.arn}`,
  BUCKET: `\${aws_s3_bucket.resources_reports.bucket}`,
  STREAM: `\${aws_kinesis_stream.resources_clicks.name}`,
};

describe('App resource in a local run', () => {
  let folder: string;
  let engine: LocalEngine;
  let values: Readonly<Record<string, string>>;

  const prepare = (environment = references) =>
    prepareAppResources({
      stack,
      region: 'eu-central-1',
      references: environment,
      openEmulator: async () => engine,
    });

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'app-resources-'));
    engine = await startEngine({ file: 's3-server.ts', folder, reset: '' });
    await captureOutput(async () => {
      await prepare();
      // Prepares the resources again, as after a change of the stack.
      values = await prepare();
    });
  });

  afterAll(async () => {
    await engine.close();
    rmSync(folder, { recursive: true });
  });

  it('has a local value and an endpoint if its type is emulated', () => {
    const endpoint = `http://127.0.0.1:${engine.port}`;
    expect(values).toEqual({
      AWS_ENDPOINT_URL_S3: endpoint,
      AWS_ENDPOINT_URL_SNS: endpoint,
      AWS_ENDPOINT_URL_SQS: endpoint,
      BUCKET: 'reports-000000000000',
      QUEUE_ARN: 'arn:aws:sqs:eu-central-1:000000000000:jobs',
      QUEUE_URL: `${endpoint}/000000000000/jobs`,
      TOPIC: 'arn:aws:sns:eu-central-1:000000000000:news',
    });
  });

  it('is printed with its address only if it is a queue', () => {
    expect(queueLines(values)).toEqual([`QUEUE_URL=${values.QUEUE_URL}`]);
  });

  describeIf(curl, 'Message in a local queue', () => {
    it('is received by the command in docs/variables.md', async () => {
      const documented = readFileSync(path.join(__dirname, '../../../../docs/variables.md'), 'utf8');
      const [, receive = ''] = /```sh\n(curl .*?)```/s.exec(documented) ?? [];
      const send = receive.replace('Receive', 'Send').replace('\\"}"', '\\",\\"MessageBody\\":\\"one\\"}"');
      const env = { ...process.env, QUEUE_URL: values.QUEUE_URL };
      const { stdout } = await promisify(execFile)('bash', ['-euc', `${send}\n${receive}`], { env });
      expect(stdout).toMatch(/\{"Messages":\[\{.*"Body":"one"/);
    });
  });

  it('accepts objects if it is a bucket', async () => {
    const object = `${values.AWS_ENDPOINT_URL_S3}/${values.BUCKET}/a.txt`;
    expect((await fetch(object, { method: 'PUT', body: 'text' })).status).toBe(200);
  });

  it('needs no emulator if its type is not emulated', async () => {
    const openEmulator = () => Promise.reject(new Error('opened'));
    const props = { stack, region: '', references: { STREAM: references.STREAM }, openEmulator };
    expect(await prepareAppResources(props)).toEqual({});
  });
});
