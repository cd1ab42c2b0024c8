-- The only partners that a product sealed here is meant for: codes, ascending, a space between two. NULL: whoever may have it.
ALTER TABLE manifest_actual ADD COLUMN audience TEXT;
ALTER TABLE manifest_exercise ADD COLUMN audience TEXT;
ALTER TABLE manifest_test ADD COLUMN audience TEXT;
