import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { toJsonSchema } from '@valibot/to-json-schema';
import { generateText, jsonSchema, type ModelMessage, Output } from 'ai';
import * as v from 'valibot';

/** A language model behind a service that speaks OpenAI's chat completions. */
export interface ModelOptions {
  /** The service's base URL, for example "http://127.0.0.1:11434/v1". */
  url: string;
  /** The model's id at the service. */
  id: string;
  /** API key, sent as a bearer token; none by default. */
  key?: string | undefined;
}

/** One request to a model. */
export interface ModelRequest<Schema extends v.GenericSchema<unknown, unknown>> {
  /** The system prompt. */
  instructions: string;
  messages: ModelMessage[];
  /** The required output. */
  schema: Schema;
  /** Longest time for all attempts together, in milliseconds. */
  timeout: number;
  /** Longest output, in the model's tokens. */
  maxTokens: number;
}

/** A language model that returns objects of a given schema. */
export interface Model {
  /**
   * Rejects if the service fails (after one retry), is late, or its output doesn't fit the schema.
   */
  generate<Schema extends v.GenericSchema<unknown, unknown>>(
    request: ModelRequest<Schema>,
  ): Promise<v.InferOutput<Schema>>;
}

/** Creates a client of the model. It sends nothing until it is used. */
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
        output: Output.object({ schema: toJsonSchemaWithValidation(schema) }),
        maxOutputTokens: maxTokens,
        maxRetries: 1,
        timeout,
      });
      return output;
    },
  };
}

/** A valibot schema as JSON Schema for the service, which also validates the service's output. */
const toJsonSchemaWithValidation = <Schema extends v.GenericSchema<unknown, unknown>>(schema: Schema) =>
  jsonSchema<v.InferOutput<Schema>>(toJsonSchema(schema) as Parameters<typeof jsonSchema>[0], {
    validate(value) {
      const result = v.safeParse(schema, value);
      return result.success
        ? { success: true, value: result.output }
        : { success: false, error: new v.ValiError(result.issues) };
    },
  });

/**
 * The name of an error, for logs. Never its message, which may hold the key or a respondent's
 * words.
 */
export const describeErrorKind = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');
