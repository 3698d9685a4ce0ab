-- What the database keeps by itself: evaluation_progresschange says of which units' years cases, lists or beginnings of
-- self-assessments are no longer as they were when evaluation_unitprogress was counted.
DROP TRIGGER IF EXISTS progress_of_case_i;

CREATE TRIGGER progress_of_case_i AFTER INSERT ON evaluation_candidacy FOR EACH ROW
BEGIN
    INSERT INTO evaluation_progresschange (cycle_id, unit_id) VALUES (NEW.cycle_id, NEW.unit_id);
END;

DROP TRIGGER IF EXISTS progress_of_case_u;

CREATE TRIGGER progress_of_case_u AFTER UPDATE ON evaluation_candidacy FOR EACH ROW
WHEN NEW.unit_id <> OLD.unit_id OR NEW.state <> OLD.state OR NEW.version <> OLD.version OR NEW.since <> OLD.since
  OR NEW.self_assessment_due IS NOT OLD.self_assessment_due OR NEW.assessment_due IS NOT OLD.assessment_due
BEGIN
    INSERT INTO evaluation_progresschange (cycle_id, unit_id) VALUES (NEW.cycle_id, NEW.unit_id);
    INSERT INTO evaluation_progresschange (cycle_id, unit_id)
    SELECT OLD.cycle_id, OLD.unit_id WHERE NEW.unit_id <> OLD.unit_id;
END;

DROP TRIGGER IF EXISTS progress_of_case_d;

CREATE TRIGGER progress_of_case_d AFTER DELETE ON evaluation_candidacy FOR EACH ROW
BEGIN
    INSERT INTO evaluation_progresschange (cycle_id, unit_id) VALUES (OLD.cycle_id, OLD.unit_id);
END;

-- A list: its state, places and own last day; a pool's are those of all its units.
DROP TRIGGER IF EXISTS progress_of_list_i;

CREATE TRIGGER progress_of_list_i AFTER INSERT ON evaluation_recommendationlist FOR EACH ROW
WHEN NEW.unit_id IS NOT NULL
BEGIN
    INSERT INTO evaluation_progresschange (cycle_id, unit_id) VALUES (NEW.cycle_id, NEW.unit_id);
END;

DROP TRIGGER IF EXISTS progress_of_list_u;

CREATE TRIGGER progress_of_list_u AFTER UPDATE ON evaluation_recommendationlist FOR EACH ROW
WHEN NEW.state <> OLD.state OR NEW.cap <> OLD.cap OR NEW.due IS NOT OLD.due OR NEW.pool_id IS NOT OLD.pool_id
BEGIN
    INSERT INTO evaluation_progresschange (cycle_id, unit_id)
    SELECT cycle_id, unit_id FROM evaluation_recommendationlist WHERE NEW.unit_id IS NULL AND pool_id = NEW.id
    UNION ALL
    SELECT NEW.cycle_id, NEW.unit_id WHERE NEW.unit_id IS NOT NULL;
END;

DROP TRIGGER IF EXISTS progress_of_list_d;

CREATE TRIGGER progress_of_list_d AFTER DELETE ON evaluation_recommendationlist FOR EACH ROW
WHEN OLD.unit_id IS NOT NULL
BEGIN
    INSERT INTO evaluation_progresschange (cycle_id, unit_id) VALUES (OLD.cycle_id, OLD.unit_id);
END;

-- A draft is begun with its first rating, or when somebody first writes in its form.
DROP TRIGGER IF EXISTS progress_of_rating_i;

CREATE TRIGGER progress_of_rating_i AFTER INSERT ON evaluation_selfrating FOR EACH ROW
BEGIN
    INSERT INTO evaluation_progresschange (cycle_id, unit_id)
    SELECT cycle_id, unit_id FROM evaluation_candidacy WHERE id = NEW.candidacy_id AND NOT EXISTS
        (SELECT 1 FROM evaluation_selfrating WHERE candidacy_id = NEW.candidacy_id AND id < NEW.id);
END;

DROP TRIGGER IF EXISTS progress_of_rating_d;

CREATE TRIGGER progress_of_rating_d AFTER DELETE ON evaluation_selfrating FOR EACH ROW
BEGIN
    INSERT INTO evaluation_progresschange (cycle_id, unit_id)
    SELECT cycle_id, unit_id FROM evaluation_candidacy WHERE id = OLD.candidacy_id;
END;

DROP TRIGGER IF EXISTS progress_of_form_i;

CREATE TRIGGER progress_of_form_i AFTER INSERT ON evaluation_selfassessment FOR EACH ROW
WHEN NEW.by_id IS NOT NULL
BEGIN
    INSERT INTO evaluation_progresschange (cycle_id, unit_id)
    SELECT cycle_id, unit_id FROM evaluation_candidacy WHERE id = NEW.candidacy_id;
END;

DROP TRIGGER IF EXISTS progress_of_form_u;

CREATE TRIGGER progress_of_form_u AFTER UPDATE ON evaluation_selfassessment FOR EACH ROW
WHEN (NEW.by_id IS NULL) <> (OLD.by_id IS NULL)
BEGIN
    INSERT INTO evaluation_progresschange (cycle_id, unit_id)
    SELECT cycle_id, unit_id FROM evaluation_candidacy WHERE id = NEW.candidacy_id;
END;

DROP TRIGGER IF EXISTS progress_of_form_d;

CREATE TRIGGER progress_of_form_d AFTER DELETE ON evaluation_selfassessment FOR EACH ROW
WHEN OLD.by_id IS NOT NULL
BEGIN
    INSERT INTO evaluation_progresschange (cycle_id, unit_id)
    SELECT cycle_id, unit_id FROM evaluation_candidacy WHERE id = OLD.candidacy_id;
END;
