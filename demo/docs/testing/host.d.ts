/** Names that samples use without declaring them: the rest of a customer's application. */
declare const app: import('hono').Hono;
declare const proxy: import('koji-embed/proxy').InterviewProxy;
declare const pool: import('pg').Pool;
declare const apiKey: string;
declare const secret: string;
declare const interviewId: string;
declare function userIdOf(request: Request): Promise<string>;
declare function saveAnalysis(interviewId: string, analysis: unknown): Promise<void>;
