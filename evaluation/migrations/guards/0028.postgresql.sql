-- What the database keeps by itself: evaluation_namingcandidate has each case with a place, and where it stands between
-- both bodies. It follows the case, what both bodies say of it, and whether the list that it is on is handed in.
DROP TRIGGER IF EXISTS candidate_of_case_i ON evaluation_candidacy;

DROP TRIGGER IF EXISTS candidate_of_case_u ON evaluation_candidacy;

DROP FUNCTION IF EXISTS candidate_of_case();

CREATE FUNCTION candidate_of_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state NOT IN ('recommended', 'proposed', 'named', 'not_named') THEN
        DELETE FROM evaluation_namingcandidate WHERE candidacy_id = NEW.id;
        RETURN NULL;
    END IF;
    -- The list stays as it is until this is committed, or the row would be made of two moments.
    IF NEW.state = 'recommended' THEN
        PERFORM 1 FROM evaluation_seat s JOIN evaluation_recommendationlist l ON l.id = s.list_id
        WHERE s.id = NEW.seat_id FOR SHARE OF l;
    END IF;
    INSERT INTO evaluation_namingcandidate
        (candidacy_id, cycle_id, unit_id, branch_id, list_id, place, state, is_on_board, committee, department)
    SELECT NEW.id, NEW.cycle_id, NEW.unit_id, NEW.branch_id, l.id, COALESCE(NEW.rank, 0), NEW.state,
        NEW.state <> 'recommended' OR l.state = 'submitted',
        COALESCE((SELECT verdict FROM evaluation_municipalevaluation
            WHERE candidacy_id = NEW.id AND body = 'work_committee'), ''),
        COALESCE((SELECT verdict FROM evaluation_municipalevaluation
            WHERE candidacy_id = NEW.id AND body = 'organisation_department'), '')
    FROM evaluation_seat s JOIN evaluation_recommendationlist l ON l.id = s.list_id WHERE s.id = NEW.seat_id
    ON CONFLICT (candidacy_id) DO UPDATE SET
        cycle_id = EXCLUDED.cycle_id, unit_id = EXCLUDED.unit_id, branch_id = EXCLUDED.branch_id,
        list_id = EXCLUDED.list_id, place = EXCLUDED.place, state = EXCLUDED.state, is_on_board = EXCLUDED.is_on_board,
        committee = EXCLUDED.committee, department = EXCLUDED.department;
    RETURN NULL;
END
$$;

CREATE TRIGGER candidate_of_case_i AFTER INSERT ON evaluation_candidacy FOR EACH ROW
WHEN (NEW.state IN ('recommended', 'proposed', 'named', 'not_named')) EXECUTE FUNCTION candidate_of_case();

CREATE TRIGGER candidate_of_case_u AFTER UPDATE ON evaluation_candidacy FOR EACH ROW
WHEN (OLD.state IN ('recommended', 'proposed', 'named', 'not_named')
   OR NEW.state IN ('recommended', 'proposed', 'named', 'not_named')) EXECUTE FUNCTION candidate_of_case();

-- A word is given, changed or taken back.
DROP TRIGGER IF EXISTS candidate_of_verdict ON evaluation_municipalevaluation;

DROP FUNCTION IF EXISTS candidate_of_verdict();

CREATE FUNCTION candidate_of_verdict() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    said varchar := CASE WHEN TG_OP = 'DELETE' THEN '' ELSE NEW.verdict END;
    body varchar := CASE WHEN TG_OP = 'DELETE' THEN OLD.body ELSE NEW.body END;
    one bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.candidacy_id ELSE NEW.candidacy_id END;
BEGIN
    IF body = 'work_committee' THEN
        UPDATE evaluation_namingcandidate SET committee = said WHERE candidacy_id = one;
    ELSE
        UPDATE evaluation_namingcandidate SET department = said WHERE candidacy_id = one;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER candidate_of_verdict AFTER INSERT OR UPDATE OR DELETE ON evaluation_municipalevaluation
FOR EACH ROW EXECUTE FUNCTION candidate_of_verdict();

-- A list is handed in, or goes back to its unit.
DROP TRIGGER IF EXISTS candidate_of_list ON evaluation_recommendationlist;

DROP FUNCTION IF EXISTS candidate_of_list();

CREATE FUNCTION candidate_of_list() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE evaluation_namingcandidate SET is_on_board = (NEW.state = 'submitted')
    WHERE state = 'recommended' AND list_id = NEW.id;
    RETURN NULL;
END
$$;

CREATE TRIGGER candidate_of_list AFTER UPDATE ON evaluation_recommendationlist FOR EACH ROW
WHEN (NEW.state <> OLD.state) EXECUTE FUNCTION candidate_of_list();
