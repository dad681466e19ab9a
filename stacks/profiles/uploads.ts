import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import type { Construct } from 'constructs';
import {
  uploadsBucketActions,
  uploadsObjectActions,
  uploadsPrefixes,
  uploadsTable,
  uploadsTableActions,
} from '../../contract';
import type { Environment } from '../environment';
import type { Role } from '../iam/role';
import { bucketName, physicalName } from '../names';
import { Bucket } from '../storage/bucket';
import { dataTable } from '../storage/data-table';

export interface UploadsProps {
  readonly environment: Environment;
  /** The id of the AWS account. It may be a Terraform reference. */
  readonly accountId: string;
}

/** For how many days a deleted file can be restored. */
const restoreDays = 30;

/** The S3 bucket of uploaded files, and the DynamoDB table of their metadata. */
export class Uploads extends Bucket {
  readonly tableName: string;
  private readonly tableArn: string;

  constructor(scope: Construct, id: string, { environment, accountId }: UploadsProps) {
    super(scope, id, {
      name: bucketName(environment, 'uploads', accountId),
      holds: 'data',
      days: restoreDays,
      pendingPrefix: uploadsPrefixes.pending,
      removal: environment.removal,
    });
    const table = new DynamodbTable(this, 'table', {
      name: physicalName(environment, 'uploads', 'table'),
      ...dataTable(environment.removal),
      hashKey: uploadsTable.partitionKey,
      attribute: [{ name: uploadsTable.partitionKey, type: 'S' }],
    });
    this.tableName = table.name;
    this.tableArn = table.arn;
  }

  /** Grants the role exactly the permissions that the app needs for the files and their metadata. */
  grantApp(role: Role): void {
    role.grant('uploads', [
      {
        actions: uploadsObjectActions,
        resources: Object.values(uploadsPrefixes).map((prefix) => `${this.arn}/${prefix}*`),
      },
      { actions: uploadsBucketActions, resources: [this.arn] },
      { actions: uploadsTableActions, resources: [this.tableArn] },
    ]);
  }
}
