"""From a learner's message to an entry, to suggestions, or to an honest "I do not know".

`index.Index` leads through all of it. What speaks for an entry is weighed as `fit` has learnt from
the entries' own phrasings, and from questions that nobody should answer (negatives.txt).

The modules by what they are for:

- The way through: index, retrieval (what becomes of a question).
- A message in the form that phrasings have: normalise, errors, symbols, sizes, typos, names (that
  are no slips).
- What needs no ranking: rules (no question at all), foreign (about another framework), verbatim (a
  phrasing's very words).
- The evidence for each entry: rank, signals, lexical, pairs, probe, coarse, products.
- What is made of the evidence: confidence, verdict, coefficients (as they were fitted).
- The encoder: encoder, weights, graph, adapter, quantise.
- What a build counts and keeps: statistics, recount, kept, remembered.
- Messages that follow on an answer: followup, wish, nearby, titles, passage,
  telling.
- Fitting: fit, logit_fit, verdict_fit, freshness (whether it has to be done again).
"""
