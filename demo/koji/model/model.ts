import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { toJsonSchema } from '@valibot/to-json-schema';
import { generateText, jsonSchema, type ModelMessage, Output } from 'ai';
import * as v from 'valibot';

/** Where a language model is asked. Any service that speaks OpenAI's chat completions will do. */
export interface ModelOptions {
  /** Base address, for example "http://127.0.0.1:11434/v1". */
  url: string;
  /** The model's id there. */
  id: string;
  /** Sent as a bearer token; none by default. */
  key?: string | undefined;
}

/** One question to a model. */
export interface ModelRequest<Schema extends v.GenericSchema<unknown, unknown>> {
  instructions: string;
  messages: ModelMessage[];
  /** What the answer has to be. */
  schema: Schema;
  /** The longest that all tries together may take, in milliseconds. */
  timeout: number;
  /** The longest answer, in the model's tokens. */
  maxTokens: number;
}

/** A language model that answers with objects. */
export interface Model {
  /** Rejects where there is no answer in time, or none that fits the schema. */
  generate<Schema extends v.GenericSchema<unknown, unknown>>(
    inquiry: ModelRequest<Schema>,
  ): Promise<v.InferOutput<Schema>>;
}

export function createModel({ url, id, key }: ModelOptions): Model {
  const service = createOpenAICompatible({
    name: 'model',
    baseURL: url,
    supportsStructuredOutputs: true,
    ...(key && { apiKey: key }),
  });
  return {
    async generate({ instructions, messages, schema, timeout, maxTokens }) {
      const { output } = await generateText({
        model: service.chatModel(id),
        instructions,
        messages,
        output: Output.object({ schema: schemaFor(schema) }),
        maxOutputTokens: maxTokens,
        maxRetries: 1,
        timeout,
      });
      return output;
    },
  };
}

/** The schema as the service is told it, and as its answer is checked. */
const schemaFor = <Schema extends v.GenericSchema<unknown, unknown>>(schema: Schema) =>
  jsonSchema<v.InferOutput<Schema>>(toJsonSchema(schema) as Parameters<typeof jsonSchema>[0], {
    validate(value) {
      const result = v.safeParse(schema, value);
      return result.success
        ? { success: true, value: result.output }
        : { success: false, error: new v.ValiError(result.issues) };
    },
  });

/** What went wrong, for a log: the kind of the failure, never its text, which may hold a key or a respondent's words. */
export const describeErrorKind = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');
