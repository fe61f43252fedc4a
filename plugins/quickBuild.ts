/**
 * Building the schema asks the same questions of the same names some hundred thousand times. Here
 * their answers are kept, for a start in a third of the time; the schema is the same without.
 */
import "postgraphile/graphile-build";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      QuickBuildPlugin: true;
    }
  }
}

/** The part of graphile-build's Behavior that is asked; `filter` is a behavior such as "list". */
type Behavior = {
  entityMatches(entityType: string, entity: unknown, filter: string): boolean | undefined;
  getBehaviorForEntity(entityType: string, entity: unknown): { behaviorString: string };
  stringMatches(behaviorString: string, filter: string): boolean | undefined;
};
type Rename = ((word: string) => string) | undefined;

/** Keeps what inflection makes of words, and which behaviors entities have. */
export const QuickBuildPlugin: GraphileConfig.Plugin = {
  name: "QuickBuildPlugin",
  version: "1.0.0",
  description: "Answers of inflection and behaviors are kept while the schema is built",
  after: ["PgSimplifyInflectionPlugin", "TransliterationPlugin"],
  inflection: {
    replace: {
      camelCase: keepWords(),
      upperCamelCase: keepWords(),
      pluralize: keepWords(),
      singularize: keepWords(),
      coerceToGraphQLName: keepWords(),
    },
  },
  schema: {
    hooks: {
      build(build) {
        // Put there once all of these hooks have run, and frozen right after.
        Object.defineProperty(build, "behavior", {
          configurable: true,
          enumerable: true,
          get: () => undefined,
          set(behavior: Behavior) {
            behavior.entityMatches = keepMatches(behavior);
            Object.defineProperty(build, "behavior", { value: behavior, enumerable: true });
          },
        });
        return build;
      },
    },
  },
};

function keepWords() {
  const kept = new Map<string, string>();
  return (previous: Rename, _preset: unknown, word: string): string => {
    let name = kept.get(word);
    if (name === undefined) {
      name = previous?.(word) ?? word;
      kept.set(word, name);
    }
    return name;
  };
}

/**
 * Each question looks through all behaviors that plugins have registered, only to warn of one that
 * none has, and takes apart the same texts: https://github.com/graphile/crystal/pull/3184.
 */
function keepMatches(behavior: Behavior): Behavior["entityMatches"] {
  const ask = behavior.entityMatches.bind(behavior);
  const asked = new Set<string>();
  const behaviors = new Map<string, Tree<string>>();
  const matches = new Map<string, Map<string, boolean | undefined>>();
  return (entityType, entity, filter) => {
    const question = `${entityType} ${filter}`;
    if (!asked.has(question)) {
      asked.add(question);
      return ask(entityType, entity, filter);
    }
    // An entity may be a list of entities, made anew for each question.
    const parts: unknown[] = Array.isArray(entity) ? entity : [entity];
    let tree = reach(behaviors, entityType, newTree<string>);
    for (const part of parts) tree = reach(tree.below, part, newTree<string>);
    tree.value ??= behavior.getBehaviorForEntity(entityType, entity).behaviorString;
    const answers = reach(matches, filter, () => new Map<string, boolean | undefined>());
    if (!answers.has(tree.value)) answers.set(tree.value, behavior.stringMatches(tree.value, filter));
    return answers.get(tree.value);
  };
}

type Tree<Value> = { value?: Value; below: Map<unknown, Tree<Value>> };

function newTree<Value>(): Tree<Value> {
  return { below: new Map() };
}

/** The value of a key, made when there is none. */
function reach<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
