import { DataAwsSsmParametersByPath } from '@cdktf/provider-aws/lib/data-aws-ssm-parameters-by-path';
import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import {
  conditional,
  Fn,
  type IResolvable,
  type ITerraformDependable,
  Op,
  TerraformCount,
  TerraformLocal,
  Token,
} from 'cdktf';
import { Construct } from 'constructs';
import { defineContainerImageVariable, noImage } from './container-image-variable';

export interface DeployedImageProps {
  /** Path in the parameter store, without a slash at its end, for example `/eight-digit/dev/deployed`. */
  readonly path: string;
}

/**
 * The image that runs: the one given by the variable, else the one that became healthy last, which is remembered in
 * the parameter store. So a plan without the variable changes nothing, and after a failed deployment it restores.
 */
export class DeployedImage extends Construct {
  /** `<repository>@sha256:<digest>`, or `none`. */
  readonly image: string;
  /** 1 where an image runs, 0 where none does: `count` of everything that makes no sense without an image. */
  readonly count: TerraformCount;
  /** True if the apply leaves the image running that ran before it. */
  readonly isKept: IResolvable;
  /** The parameter that remembers the image; its history is the history of deployments. */
  readonly parameterName: string;

  constructor(scope: Construct, id: string, { path }: DeployedImageProps) {
    super(scope, id);
    this.parameterName = `${path}/image`;
    const variable = defineContainerImageVariable(this);
    // A path without parameters gives empty lists, where a parameter that is not there would be an error.
    const found = new DataAwsSsmParametersByPath(this, 'parameters-by-path', { path, withDecryption: false });
    const remembered = Fn.lookup(Fn.zipmap(found.names, Fn.nonsensitive(found.values)), this.parameterName, noImage);
    const image = new TerraformLocal(this, 'image', Fn.coalesce([variable.stringValue, remembered]));
    this.image = image.asString;
    this.isKept = Op.and(Op.eq(this.image, remembered), Op.neq(this.image, noImage));
    this.count = TerraformCount.of(Token.asNumber(conditional(Op.eq(this.image, noImage), 0, 1)));
  }

  /** Writes the image down once `service` runs it: a deployment that fails is never remembered. */
  rememberOnce(service: ITerraformDependable): void {
    new SsmParameter(this, 'parameter', {
      name: this.parameterName,
      description: 'The image that became healthy last. Terraform deploys it when no other is named.',
      type: 'String',
      // `value` would be marked as sensitive, and a plan could not show which image it replaces.
      insecureValue: this.image,
      dependsOn: [service],
    });
  }
}
