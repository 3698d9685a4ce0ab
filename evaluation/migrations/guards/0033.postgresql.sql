-- What the database keeps by itself: evaluation_progresschange says of which units' years cases, lists or beginnings of
-- self-assessments are no longer as they were when evaluation_unitprogress was counted.
DROP TRIGGER IF EXISTS progress_of_case_i ON evaluation_candidacy;

DROP TRIGGER IF EXISTS progress_of_case_u ON evaluation_candidacy;

DROP TRIGGER IF EXISTS progress_of_case_d ON evaluation_candidacy;

DROP FUNCTION IF EXISTS progress_of_case();

CREATE FUNCTION progress_of_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO evaluation_progresschange (cycle_id, unit_id) VALUES (NEW.cycle_id, NEW.unit_id);
    END IF;
    IF TG_OP <> 'INSERT' THEN
        IF TG_OP = 'DELETE' OR NEW.unit_id <> OLD.unit_id THEN
            INSERT INTO evaluation_progresschange (cycle_id, unit_id) VALUES (OLD.cycle_id, OLD.unit_id);
        END IF;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER progress_of_case_i AFTER INSERT ON evaluation_candidacy FOR EACH ROW
EXECUTE FUNCTION progress_of_case();

CREATE TRIGGER progress_of_case_u AFTER UPDATE ON evaluation_candidacy FOR EACH ROW
WHEN (NEW.unit_id <> OLD.unit_id OR NEW.state <> OLD.state OR NEW.version <> OLD.version OR NEW.since <> OLD.since
   OR NEW.self_assessment_due IS DISTINCT FROM OLD.self_assessment_due
   OR NEW.assessment_due IS DISTINCT FROM OLD.assessment_due)
EXECUTE FUNCTION progress_of_case();

CREATE TRIGGER progress_of_case_d AFTER DELETE ON evaluation_candidacy FOR EACH ROW
EXECUTE FUNCTION progress_of_case();

-- A list: its state, places and own last day; a pool's are those of all its units.
DROP TRIGGER IF EXISTS progress_of_list_i ON evaluation_recommendationlist;

DROP TRIGGER IF EXISTS progress_of_list_u ON evaluation_recommendationlist;

DROP TRIGGER IF EXISTS progress_of_list_d ON evaluation_recommendationlist;

DROP FUNCTION IF EXISTS progress_of_list();

CREATE FUNCTION progress_of_list() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    one evaluation_recommendationlist%ROWTYPE;
BEGIN
    IF TG_OP = 'DELETE' THEN
        one := OLD;
    ELSE
        one := NEW;
    END IF;
    INSERT INTO evaluation_progresschange (cycle_id, unit_id)
    SELECT cycle_id, unit_id FROM evaluation_recommendationlist WHERE one.unit_id IS NULL AND pool_id = one.id
    UNION ALL
    SELECT one.cycle_id, one.unit_id WHERE one.unit_id IS NOT NULL;
    RETURN NULL;
END
$$;

CREATE TRIGGER progress_of_list_i AFTER INSERT ON evaluation_recommendationlist FOR EACH ROW
EXECUTE FUNCTION progress_of_list();

CREATE TRIGGER progress_of_list_u AFTER UPDATE ON evaluation_recommendationlist FOR EACH ROW
WHEN (NEW.state <> OLD.state OR NEW.cap <> OLD.cap OR NEW.due IS DISTINCT FROM OLD.due
   OR NEW.pool_id IS DISTINCT FROM OLD.pool_id)
EXECUTE FUNCTION progress_of_list();

CREATE TRIGGER progress_of_list_d AFTER DELETE ON evaluation_recommendationlist FOR EACH ROW
EXECUTE FUNCTION progress_of_list();

-- A draft is begun with its first rating, or when somebody first writes in its form.
DROP TRIGGER IF EXISTS progress_of_rating_i ON evaluation_selfrating;

DROP TRIGGER IF EXISTS progress_of_rating_d ON evaluation_selfrating;

DROP TRIGGER IF EXISTS progress_of_form_i ON evaluation_selfassessment;

DROP TRIGGER IF EXISTS progress_of_form_u ON evaluation_selfassessment;

DROP TRIGGER IF EXISTS progress_of_form_d ON evaluation_selfassessment;

DROP FUNCTION IF EXISTS progress_of_beginning();

CREATE FUNCTION progress_of_beginning() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    one bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.candidacy_id ELSE NEW.candidacy_id END;
BEGIN
    -- Of several made by one statement each sees the others: the first of them speaks.
    IF TG_TABLE_NAME = 'evaluation_selfrating' AND TG_OP = 'INSERT' THEN
        IF EXISTS (SELECT 1 FROM evaluation_selfrating WHERE candidacy_id = one AND id < NEW.id) THEN
            RETURN NULL;
        END IF;
    END IF;
    INSERT INTO evaluation_progresschange (cycle_id, unit_id)
    SELECT cycle_id, unit_id FROM evaluation_candidacy WHERE id = one;
    RETURN NULL;
END
$$;

CREATE TRIGGER progress_of_rating_i AFTER INSERT ON evaluation_selfrating FOR EACH ROW
EXECUTE FUNCTION progress_of_beginning();

CREATE TRIGGER progress_of_rating_d AFTER DELETE ON evaluation_selfrating FOR EACH ROW
EXECUTE FUNCTION progress_of_beginning();

CREATE TRIGGER progress_of_form_i AFTER INSERT ON evaluation_selfassessment FOR EACH ROW
WHEN (NEW.by_id IS NOT NULL) EXECUTE FUNCTION progress_of_beginning();

CREATE TRIGGER progress_of_form_u AFTER UPDATE ON evaluation_selfassessment FOR EACH ROW
WHEN ((NEW.by_id IS NULL) <> (OLD.by_id IS NULL)) EXECUTE FUNCTION progress_of_beginning();

CREATE TRIGGER progress_of_form_d AFTER DELETE ON evaluation_selfassessment FOR EACH ROW
WHEN (OLD.by_id IS NOT NULL) EXECUTE FUNCTION progress_of_beginning();
