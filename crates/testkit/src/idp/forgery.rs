//! Forged Responses, made out of valid ones.
