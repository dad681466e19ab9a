import { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import type { AwsClients } from '../../../tools/aws/clients';
import { findPreviews, formatPreviews, hasExpired } from '../../../tools/preview/previews';
import { AwsFault, FakeAws, type Input } from '../../support/aws/fake-aws';

const noon = new Date('2026-12-06T12:00:00Z');

/** Returns a resource as the tagging API lists it. */
function resource(name: string, Expires: string, ResourceARN = `arn:aws:ecs:eu-central-1:1:cluster/${name}`) {
  const tags = { Project: 'eight-digit', Environment: name, Expires };
  return { ResourceARN, Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
}

describe('findPreviews', () => {
  let aws: FakeAws;
  let clients: AwsClients;

  beforeAll(async () => {
    aws = await FakeAws.start();
    const client = new ResourceGroupsTaggingAPIClient({
      region: 'eu-central-1',
      endpoint: aws.endpoint,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    clients = { tagging: async () => client } as AwsClients;
  });
  afterAll(() => aws.stop());

  function list(...resources: object[]): void {
    aws.define({ 'tag:GetResources': () => ({ ResourceTagMappingList: resources }) });
  }

  it('returns each preview once, sorted by expiry date', async () => {
    list(
      resource('previewb', '2026-12-09'),
      resource('previewa', '2026-12-05'),
      resource('previewa', '2026-12-05', 'arn:2'),
    );
    expect(await findPreviews('eight-digit', clients)).toEqual([
      { name: 'previewa', expires: '2026-12-05' },
      { name: 'previewb', expires: '2026-12-09' },
    ]);
  });

  it('returns the latest expiry date of a preview if an apply has renewed only some resources', async () => {
    list(resource('previewa', '2026-12-05'), resource('previewa', '2026-12-09', 'arn:2'));
    expect(await findPreviews('eight-digit', clients)).toEqual([{ name: 'previewa', expires: '2026-12-09' }]);
  });

  it('ignores revisions of task definitions, because ECS still lists them after a destroy', async () => {
    list(resource('previewa', '2026-12-05', 'arn:aws:ecs:eu-central-1:1:task-definition/app:3'));
    expect(await findPreviews('eight-digit', clients)).toEqual([]);
  });

  it.each(['prod', 'preview', 'previewPR1', 'preview-a', 'preview1234567890'])(
    'ignores resources with the tag Expires in the environment %s, which is not a preview',
    async (environment) => {
      list(resource(environment, '2026-12-05'));
      expect(await findPreviews('eight-digit', clients)).toEqual([]);
    },
  );

  it('requests the expiring resources of the project, and reads all pages', async () => {
    aws.define({
      'tag:GetResources': ({ PaginationToken, TagFilters }: Input) => {
        expect(TagFilters).toEqual([{ Key: 'Project', Values: ['eight-digit'] }, { Key: 'Expires' }]);
        return PaginationToken
          ? { ResourceTagMappingList: [resource('previewb', '2026-12-09')] }
          : { ResourceTagMappingList: [resource('previewa', '2026-12-05')], PaginationToken: 'next' };
      },
    });
    expect(await findPreviews('eight-digit', clients)).toHaveLength(2);
  });

  it('makes no other call than tag:GetResources, which the role of previews allows', () => {
    expect(aws.actions()).toEqual(['tag:GetResources']);
  });

  it('fails with the name of the missing permission', async () => {
    aws.define({
      'tag:GetResources': () => {
        throw new AwsFault('AccessDeniedException', 'no');
      },
    });
    await expect(findPreviews('eight-digit', clients)).rejects.toThrow('tag:GetResources');
  });
});

describe('Preview', () => {
  it.each([
    ['2026-12-05', 'has expired'],
    ['2026-12-06', 'has not expired'],
    ['2026-12-07', 'has not expired'],
  ])('with the expiry date %s %s on 2026-12-06', (expires, expected) => {
    expect(hasExpired({ name: 'previewa', expires }, noon)).toBe(expected === 'has expired');
  });
});

describe('formatPreviews', () => {
  it('lists each preview with its expiry date, and whether that date has passed', () => {
    const previews = [
      { name: 'previewpr1', expires: '2026-12-05' },
      { name: 'previewb', expires: '2026-12-09' },
    ];
    expect(formatPreviews(previews, noon)).toBe('previewpr1  expired after 2026-12-05\npreviewb    until 2026-12-09');
  });

  it('reports that there are no previews', () => {
    expect(formatPreviews([], noon)).toBe('There is no preview.');
  });
});
